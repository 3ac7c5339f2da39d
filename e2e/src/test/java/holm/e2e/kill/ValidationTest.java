package holm.e2e.kill;

import static org.assertj.core.api.Assertions.assertThat;

import holm.e2e.support.PodmanView.Container;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A test that cannot fail proves nothing: each loss that kill rounds look for is found. */
class ValidationTest {
    private static final Container RUNS = new Container("c0", "web.0", "1.1.1", 1_000, 42);
    private final Model model = new Model();

    ValidationTest() {
        model.created(
                new Model.Application("shop", "shop"),
                List.of(
                        new Model.Service("web", "shop", true, Set.of()),
                        new Model.Service("job", "shop", false, Set.of())));
        model.added("web", 0);
        model.added("job", 0);
    }

    @Test
    void isContentWithWhatWasAcknowledged() {
        assertThat(settled(observed(), actual(RUNS))).isEmpty();
    }

    @Test
    void findsALostApplication() {
        assertThat(Validation.atOnce(model, new Observed(Map.of(), Map.of())))
                .anyMatch(finding -> finding.startsWith("application shop"))
                .anyMatch(finding -> finding.startsWith("service web"));
    }

    @Test
    void findsALostInstance() {
        var lost = new Observed(Map.of("shop", "shop"), Map.of("web", Map.of(), "job", Map.of(0, "RUNNING")));

        assertThat(Validation.atOnce(model, lost)).containsExactly("instance web.0 was acknowledged and is lost");
    }

    @Test
    void findsADeletedServiceThatIsBack() {
        model.serviceDeleted("web");

        assertThat(Validation.atOnce(model, observed())).containsExactly("web was deleted and is back");
    }

    @Test
    void findsAnInstanceThatWasRemovedAndStays() {
        model.undeployed("web", 0);

        assertThat(settled(observed(), actual(RUNS)))
                .containsExactlyInAnyOrder(
                        "instance web.0 is not wanted and is RUNNING",
                        "a container of web.0 is left, which nobody wants");
    }

    @Test
    void findsAnInstanceThatRunsTwice() {
        var again = new Container("c1", "web.0", "1.2.1", 1_005, 43);

        assertThat(settled(observed(), actual(RUNS, again)))
                .containsExactly("instance web.0 runs twice: 2 times a container");
        assertThat(Validation.twice(actual(RUNS, again))).hasSize(1);
    }

    @Test
    void findsARestartedContainer() {
        var restarted = new Container("c0", "web.0", "1.1.1", 1_005, 43);

        assertThat(Validation.adopted(List.of(model), actual(RUNS), actual(restarted)))
                .hasSize(1);
        assertThat(Validation.adopted(List.of(model), actual(RUNS), actual(RUNS)))
                .isEmpty();
    }

    @Test
    void allowsEitherOutcomeOfAWriteThatWasNotAnswered() {
        model.begin(new Write.DeleteApplication("shop"));

        assertThat(Validation.atOnce(model, observed())).isEmpty();
        assertThat(Validation.atOnce(model, new Observed(Map.of(), Map.of()))).isEmpty();
    }

    @Test
    void findsAnApplicationOfNobody() {
        var more = new Observed(
                Map.of("shop", "shop", "ghost", "ghost"), observed().services());

        assertThat(settled(more, actual(RUNS)))
                .containsExactly("application ghost (ghost) is listed, but nobody was told of it");
    }

    private List<String> settled(Observed observed, Actual actual) {
        return Validation.settled(List.of(model), observed, actual);
    }

    private static Observed observed() {
        return new Observed(Map.of("shop", "shop"), Map.of("web", Map.of(0, "RUNNING"), "job", Map.of(0, "RUNNING")));
    }

    private static Actual actual(Container... containers) {
        return new Actual(List.of(containers), Map.of("holm-job.0-1.1.1", "job.0"));
    }
}
