package holm.testing;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link Needs}: run, skip with a reason, or fail because everything is required. */
final class NeedsCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<Need> needs = context
                .getElement()
                .map(element -> AnnotationSupport.findRepeatableAnnotations(element, Needs.class))
                .orElse(List.of())
                .stream()
                .flatMap(annotation -> Stream.of(annotation.value()))
                .distinct()
                .toList();
        boolean everythingRequired = isEverythingRequired(System.getenv(), System.getProperty("holm.requireAll", ""));
        return decide(needs, Need::isThere, everythingRequired);
    }

    static ConditionEvaluationResult decide(List<Need> needs, Predicate<Need> isThere, boolean everythingRequired) {
        String missing = needs.stream()
                .filter(isThere.negate())
                .map(need -> need + " (" + need.remedy() + ")")
                .collect(joining(", "));
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("everything needed is there: " + needs);
        }
        if (everythingRequired) {
            throw new IllegalStateException(
                    "missing " + missing + "; skipping is not allowed, because HOLM_REQUIRE_ALL or CI is set");
        }
        return ConditionEvaluationResult.disabled("missing " + missing);
    }

    static boolean isEverythingRequired(Map<String, String> environment, String property) {
        if (Boolean.parseBoolean(property)) {
            return true;
        }
        String wish = Optional.ofNullable(environment.get("HOLM_REQUIRE_ALL")).orElse(environment.get("CI"));
        return "true".equalsIgnoreCase(wish);
    }
}
