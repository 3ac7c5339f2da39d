package holm.runtimes.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.domain.image.ImageReference;
import holm.runtimes.RunNames;
import holm.runtimes.RuntimeFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns what engines and registries say into a sentence for the person who deployed. */
final class EngineWords {
    private static final List<String> NOT_THERE = List.of(
            "manifest unknown",
            "name unknown",
            "repository name not known",
            "not found: manifest",
            "no such image",
            "image not known",
            "does not exist",
            "status code 404");
    private static final List<String> NOT_ALLOWED = List.of(
            "unauthorized",
            "authentication required",
            "access denied",
            "requested access to the resource is denied",
            "invalid username/password",
            "no basic auth credentials",
            "incorrect username");
    private static final List<String> PLAIN_HTTP = List.of("server gave http response to https client");
    private static final List<String> CERTIFICATE = List.of("x509", "certificate", "tls: ");
    private static final List<String> UNREACHABLE = List.of(
            "timeout",
            "deadline exceeded",
            "connection refused",
            "no such host",
            "server misbehaving",
            "temporary failure",
            "unreachable",
            "connection reset",
            "unexpected eof",
            "toomanyrequests",
            "too many requests",
            "status code 50");

    private EngineWords() {}

    static RuntimeFailure ofFetch(ImageReference image, String said) {
        var words = said.toLowerCase(Locale.ROOT);
        if (says(words, PLAIN_HTTP)) {
            return new RuntimeFailure(
                    "the registry %s speaks plain HTTP; an operator has to allow that for this registry on the worker before %s can be fetched"
                            .formatted(image.registry(), image),
                    false);
        }
        if (says(words, NOT_ALLOWED)) {
            return new RuntimeFailure(
                    "the registry %s does not give %s away: it does not exist, or the worker has no credentials for it"
                            .formatted(image.registry(), image),
                    false);
        }
        if (says(words, NOT_THERE)) {
            return new RuntimeFailure("the registry %s has no image %s".formatted(image.registry(), image), false);
        }
        if (says(words, UNREACHABLE)) {
            return new RuntimeFailure(
                    "the registry %s cannot be reached for %s: %s".formatted(image.registry(), image, tail(said)),
                    true);
        }
        if (says(words, CERTIFICATE)) {
            return new RuntimeFailure(
                    "the registry %s has no certificate that this worker trusts, so %s was not fetched: %s"
                            .formatted(image.registry(), image, tail(said)),
                    false);
        }
        return new RuntimeFailure("%s could not be fetched: %s".formatted(image, tail(said)), true);
    }

    static RuntimeFailure ofStart(String code, List<String> cmd, String answer) {
        var said = message(answer);
        var words = said.toLowerCase(Locale.ROOT);
        var command = cmd.isEmpty() ? "its own command" : "\"" + cmd.getFirst() + "\"";
        if (words.contains("no such image") || words.contains("image not known")) {
            return new RuntimeFailure("the image %s is not here any more; it is fetched again".formatted(code), true);
        }
        if (words.contains("executable file")
                || words.contains("no such file or directory")
                || words.contains("no command or entrypoint")
                || words.contains("no command specified")) {
            return new RuntimeFailure(
                    "%s cannot be started: %s does not exist in the image (%s)".formatted(code, command, tail(said)),
                    false);
        }
        if (words.matches("(?s).*exec.*: permission denied.*")) {
            return new RuntimeFailure(
                    "%s cannot be started: %s is not executable (%s)".formatted(code, command, tail(said)), false);
        }
        return new RuntimeFailure("%s cannot be started: %s".formatted(code, tail(said)), true);
    }

    /** @return the sentence inside an engine's JSON error, or the text itself */
    static String message(String answer) {
        var brace = answer.indexOf('{');
        if (brace < 0) {
            return answer;
        }
        try {
            return RunNames.json().readValue(answer.substring(brace), Map.class).get("message") instanceof String text
                    ? text
                    : answer;
        } catch (JsonProcessingException other) {
            return answer;
        }
    }

    /** Engines nest their reasons from general to particular, so the end says most. */
    private static String tail(String said) {
        var line = said.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 300 ? line : "…" + line.substring(line.length() - 299);
    }

    private static boolean says(String words, List<String> any) {
        return any.stream().anyMatch(words::contains);
    }
}
