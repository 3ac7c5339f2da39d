package holm.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Assignment;
import holm.domain.network.InstanceNetwork;
import holm.overlay.Attachment;
import holm.runtimes.Exit;
import holm.runtimes.Running;
import holm.worker.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunnerStateTest {
    private static final Fence PLACED = new Fence(1, 1, 0);
    private static final Fence PLACED_AGAIN = new Fence(1, 2, 0);
    private static final ServiceDescriptor SERVICE = Samples.service(PLACED).descriptor();
    private static final Attachment NETWORK = network(Optional.empty());
    private static final long SHORT = 1_000;
    private static final long LONG = Duration.ofMinutes(11).toMillis();

    @Test
    void goesFromFetchingToRunning() {
        var play = new Play().deploy(Samples.service(PLACED));
        assertThat(play.last()).containsExactly(report(1, Status.CREATING), new RunnerOutput.Fetch(SERVICE));
        play.on(new RunnerInput.Fetched());
        assertThat(play.last()).containsExactly(new RunnerOutput.Attach(Samples.service(PLACED)));
        play.on(new RunnerInput.Attached(NETWORK));
        assertThat(play.last())
                .containsExactly(
                        report(1, Status.CREATED), new RunnerOutput.Launch(Samples.service(PLACED), PLACED.nextRun()));
        play.on(new RunnerInput.Launched(running(Samples.service(PLACED), 1)));
        assertThat(play.last())
                .containsExactly(
                        report(1, Status.RUNNING), new RunnerOutput.Await(running(Samples.service(PLACED), 1)));
    }

    @Test
    void saysForAsLongAsItRunsWhatIsMissingOfItsNetwork() {
        var reason = "IPv6 only: no IPv4 address was free";
        var run = running(Samples.service(PLACED), 1);
        var play = new Play()
                .deploy(Samples.service(PLACED))
                .on(new RunnerInput.Fetched())
                .on(new RunnerInput.Attached(network(Optional.of(reason))));
        assertThat(play.lastReport().detail()).isEqualTo(StatusDetail.of(reason));
        play.on(new RunnerInput.Launched(run));
        assertThat(play.lastReport().status()).isEqualTo(Status.RUNNING);
        assertThat(play.lastReport().detail()).isEqualTo(StatusDetail.of(reason));
        var found = new Play().on(new RunnerInput.Adopt(List.of(run), Optional.of(network(Optional.of(reason)))));
        assertThat(found.lastReport().detail()).isEqualTo(StatusDetail.of(reason));
    }

    private static Attachment network(Optional<String> shortage) {
        return new Attachment(
                Samples.INSTANCE,
                new InstanceNetwork.None(),
                List.of("10.18.0.2"),
                shortage,
                List.of(),
                Optional.empty());
    }

    @Test
    void saysWhatItsNetworkWaitsFor() {
        var play = new Play().deploy(Samples.service(PLACED)).on(new RunnerInput.Fetched());
        play.on(new RunnerInput.Waiting("no subnet yet"));
        assertThat(play.last()).containsExactly(report(1, Status.CREATING));
        play.on(new RunnerInput.Attached(NETWORK)).on(new RunnerInput.Waiting("no subnet yet"));
        assertThat(play.last()).isEmpty();
    }

    @Test
    void startsNothingWhenItIsDeployedTwice() {
        assertThat(up(Samples.service(PLACED)).deploy(Samples.service(PLACED)).last())
                .containsExactly(new RunnerOutput.ReportAgain());
    }

    @Test
    void dropsADeployOfAnOlderPlacement() {
        assertThat(up(Samples.service(PLACED_AGAIN))
                        .deploy(Samples.service(PLACED))
                        .last())
                .containsExactly(new RunnerOutput.CountOlder(PLACED));
    }

    @Test
    void stopsTheOlderPlacementBeforeItStartsTheNewer() {
        var play = up(Samples.service(PLACED)).deploy(Samples.service(PLACED_AGAIN));
        assertThat(play.last())
                .containsExactly(new RunnerOutput.TakeDown(List.of(running(Samples.service(PLACED), 1)), false));
        play.on(new RunnerInput.TakenDown());
        assertThat(play.last())
                .containsExactly(report(PLACED_AGAIN.nextRun(), Status.CREATING), new RunnerOutput.Fetch(SERVICE));
    }

    @Test
    void saysThatItIsStoppedOnlyWhenNothingIsLeft() {
        var play = up(Samples.service(PLACED)).on(new RunnerInput.Stop(PLACED));
        assertThat(play.last())
                .containsExactly(new RunnerOutput.TakeDown(List.of(running(Samples.service(PLACED), 1)), true));
        play.on(new RunnerInput.NotTakenDown("the engine is away"));
        assertThat(play.last())
                .containsExactly(new RunnerOutput.TakeDown(List.of(running(Samples.service(PLACED), 1)), true));
        play.on(new RunnerInput.TakenDown());
        assertThat(play.last())
                .containsExactly(
                        report(1, Status.UNDEPLOYED),
                        new RunnerOutput.ConfirmStopped(PLACED),
                        new RunnerOutput.Finish());
    }

    @Test
    void confirmsAStopOfWhatIsNotHere() {
        assertThat(new Play().on(new RunnerInput.Stop(PLACED)).last())
                .containsExactly(new RunnerOutput.ConfirmStopped(PLACED), new RunnerOutput.Finish());
    }

    @Test
    void goesOnRunningWhenAnOlderPlacementIsStopped() {
        assertThat(up(Samples.service(PLACED_AGAIN))
                        .on(new RunnerInput.Stop(PLACED))
                        .last())
                .containsExactly(new RunnerOutput.ConfirmStopped(PLACED));
    }

    @Test
    void stopsAlsoWhenTheClusterKnowsOfFewerRuns() {
        assertThat(up(Samples.service(PLACED))
                        .on(new RunnerInput.Stop(new Fence(1, 1, 0)))
                        .last()
                        .getFirst())
                .isInstanceOf(RunnerOutput.TakeDown.class);
    }

    @Test
    void doesNotStartWhatWasStoppedBefore() {
        var play = up(Samples.service(PLACED)).on(new RunnerInput.Stop(PLACED)).on(new RunnerInput.TakenDown());
        assertThat(play.deploy(Samples.service(PLACED)).last())
                .containsExactly(new RunnerOutput.CountOlder(PLACED), new RunnerOutput.Finish());
        assertThat(play.deploy(Samples.service(PLACED_AGAIN)).last()).contains(new RunnerOutput.Fetch(SERVICE));
    }

    @Test
    void interruptsAFetchThatNobodyWantsAnyMore() {
        var play = new Play().deploy(Samples.service(PLACED)).on(new RunnerInput.Stop(PLACED));
        assertThat(play.last()).containsExactly(new RunnerOutput.Interrupt());
        assertThat(play.on(new RunnerInput.Failed("interrupted", true, false)).last())
                .containsExactly(new RunnerOutput.TakeDown(List.of(), true));
    }

    @Test
    void takesDownWhatWasLaunchedWhileItWasStopped() {
        var play = launching(Samples.service(PLACED)).on(new RunnerInput.Stop(PLACED));
        assertThat(play.last()).containsExactly(new RunnerOutput.InterruptLaunch());
        assertThat(play.on(new RunnerInput.Launched(running(Samples.service(PLACED), 1)))
                        .last())
                .containsExactly(new RunnerOutput.TakeDown(List.of(running(Samples.service(PLACED), 1)), true));
    }

    @Test
    void startsAServiceAgainWithLongerAndLongerPauses() {
        var play = up(Samples.service(PLACED));
        var pauses = new ArrayList<Duration>();
        for (var run = 1; run <= 11; run++) {
            play.on(new RunnerInput.Ended(running(Samples.service(PLACED), run), Exit.ofStatus(1, false), SHORT));
            assertThat(play.last().getFirst()).isEqualTo(report(run, Status.DEAD));
            pauses.add(((RunnerOutput.Pause) play.last().get(1)).length());
            play.on(new RunnerInput.PauseOver());
            assertThat(play.last().getFirst()).isEqualTo(report(run + 1, Status.CREATING));
            play.on(new RunnerInput.Fetched()).on(new RunnerInput.Attached(NETWORK));
            play.on(new RunnerInput.Launched(running(Samples.service(PLACED), run + 1)));
        }
        assertThat(pauses.stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void beginsWithAShortPauseAfterALongRun() {
        var play = up(Samples.service(PLACED));
        play.on(new RunnerInput.Ended(running(Samples.service(PLACED), 1), Exit.ofStatus(1, false), SHORT));
        play.on(new RunnerInput.PauseOver()).on(new RunnerInput.Fetched()).on(new RunnerInput.Attached(NETWORK));
        play.on(new RunnerInput.Launched(running(Samples.service(PLACED), 2)));
        play.on(new RunnerInput.Ended(running(Samples.service(PLACED), 2), Exit.ofStatus(0, false), LONG));
        assertThat(play.last()).contains(new RunnerOutput.Pause(Duration.ofSeconds(1)));
    }

    @Test
    void removesAnEndedRunOnlyWhenTheNextOneStands() {
        var play = up(Samples.service(PLACED));
        play.on(new RunnerInput.Ended(running(Samples.service(PLACED), 1), Exit.ofStatus(1, false), SHORT));
        assertThat(play.last()).noneMatch(output -> output instanceof RunnerOutput.RemoveEnded);
        play.on(new RunnerInput.PauseOver()).on(new RunnerInput.Fetched()).on(new RunnerInput.Attached(NETWORK));
        play.on(new RunnerInput.Launched(running(Samples.service(PLACED), 2)));
        assertThat(play.last()).contains(new RunnerOutput.RemoveEnded(List.of(running(Samples.service(PLACED), 1))));
    }

    @Test
    void completesAOneShotThatSucceeds() {
        var play = up(Samples.oneShot(PLACED, 3));
        play.on(new RunnerInput.Ended(running(Samples.oneShot(PLACED, 3), 1), Exit.ofStatus(0, false), SHORT));
        assertThat(play.last()).containsExactly(report(1, Status.COMPLETED), new RunnerOutput.GiveNetworkBack());
    }

    @Test
    void runsAOneShotAgainAsOftenAsItMay() {
        var play = up(Samples.oneShot(PLACED, 1));
        play.on(new RunnerInput.Ended(running(Samples.oneShot(PLACED, 1), 1), Exit.ofStatus(7, false), SHORT));
        assertThat(play.last().getFirst()).isEqualTo(report(1, Status.DEAD));
        play.on(new RunnerInput.PauseOver()).on(new RunnerInput.Fetched()).on(new RunnerInput.Attached(NETWORK));
        assertThat(play.last()).contains(new RunnerOutput.Launch(Samples.oneShot(PLACED, 0), new Fence(1, 1, 2)));
        play.on(new RunnerInput.Launched(running(Samples.oneShot(PLACED, 0), 2)));
        play.on(new RunnerInput.Ended(running(Samples.oneShot(PLACED, 0), 2), Exit.ofStatus(7, false), SHORT));
        assertThat(play.last()).containsExactly(report(2, Status.DEAD), new RunnerOutput.GiveNetworkBack());
    }

    @Test
    void saysHowARunEnded() {
        var play = up(Samples.oneShot(PLACED, 0));
        play.on(new RunnerInput.Ended(running(Samples.oneShot(PLACED, 0), 1), Exit.ofStatus(137, true), SHORT));
        var detail = ((RunnerOutput.Report) play.raw().getFirst()).detail();
        assertThat(detail.outOfMemory()).isTrue();
        assertThat(detail.signal()).contains(9);
        assertThat(detail.message()).contains("memory limit");
    }

    @Test
    void refusesWhenAPortOfTheHostIsTaken() {
        var play = new Play().deploy(Samples.service(PLACED)).on(new RunnerInput.Fetched());
        play.on(new RunnerInput.Failed("port 80/tcp is taken", false, true));
        assertThat(play.last())
                .containsExactly(
                        new RunnerOutput.Refuse(PLACED, List.of("port 80/tcp is taken")), new RunnerOutput.Finish());
    }

    @Test
    void failsWhenTheImageDoesNotExist() {
        var play = new Play().deploy(Samples.service(PLACED)).on(new RunnerInput.Failed("no such image", false, false));
        assertThat(play.last()).containsExactly(report(1, Status.FAILED), new RunnerOutput.GiveNetworkBack());
    }

    @Test
    void triesAServiceAgainUnderANewRunWhenTheRegistryIsAway() {
        var play = new Play().deploy(Samples.service(PLACED));
        for (var run = 1; run <= 10; run++) {
            play.on(new RunnerInput.Failed("the registry does not answer", true, false));
            assertThat(play.last().getFirst()).isEqualTo(report(run, Status.FAILED));
            play.on(new RunnerInput.PauseOver());
            assertThat(play.last().getFirst()).isEqualTo(report(run + 1, Status.CREATING));
        }
    }

    @Test
    void triesAOneShotAgainAFewTimesUnderItsRunWhenTheRegistryIsAway() {
        var play = new Play().deploy(Samples.oneShot(PLACED, 0));
        for (var attempt = 1; attempt < Aftermath.MOST_FAILED_STARTS; attempt++) {
            play.on(new RunnerInput.Failed("the registry does not answer", true, false));
            assertThat(play.last().getFirst()).isEqualTo(report(1, Status.CREATING));
            play.on(new RunnerInput.PauseOver());
        }
        play.on(new RunnerInput.Failed("the registry does not answer", true, false));
        assertThat(play.last()).containsExactly(report(1, Status.FAILED), new RunnerOutput.GiveNetworkBack());
    }

    @Test
    void adoptsWhatRunsWithoutStartingIt() {
        var found = running(Samples.service(PLACED), 4);
        var play = new Play().on(new RunnerInput.Adopt(List.of(found), Optional.of(NETWORK)));
        assertThat(play.last()).containsExactly(report(4, Status.RUNNING), new RunnerOutput.Await(found));
        assertThat(play.deploy(Samples.service(PLACED)).last()).containsExactly(new RunnerOutput.ReportAgain());
    }

    @Test
    void adoptsTheNewestRunAndRemovesThoseBeforeIt() {
        var older = running(Samples.service(PLACED), 3);
        var newest = running(Samples.service(PLACED), 4);
        var play = new Play().on(new RunnerInput.Adopt(List.of(newest, older), Optional.empty()));
        assertThat(play.last())
                .containsExactly(
                        new RunnerOutput.RemoveEnded(List.of(older)),
                        report(4, Status.RUNNING),
                        new RunnerOutput.Await(newest));
    }

    @Test
    void countsRunsOnFromThoseThatTheClusterKnows() {
        assertThat(new Play().deploy(Samples.service(new Fence(1, 1, 5))).last())
                .contains(report(6, Status.CREATING));
    }

    @Test
    void ignoresTheEndOfARunBeforeThePresentOne() {
        var play = up(Samples.service(PLACED));
        play.on(new RunnerInput.Ended(running(Samples.service(PLACED), 9), Exit.ofStatus(1, false), SHORT));
        assertThat(play.last()).isEmpty();
    }

    private static Play launching(Assignment assignment) {
        return new Play().deploy(assignment).on(new RunnerInput.Fetched()).on(new RunnerInput.Attached(NETWORK));
    }

    private static Play up(Assignment assignment) {
        return launching(assignment).on(new RunnerInput.Launched(running(assignment, 1)));
    }

    private static RunnerOutput report(long run, Status status) {
        return report(new Fence(1, 1, run), status);
    }

    private static RunnerOutput report(Fence fence, Status status) {
        return new RunnerOutput.Report(fence, status, holm.domain.StatusDetail.NONE);
    }

    private static Running running(Assignment assignment, long run) {
        var fence =
                new Fence(assignment.fence().assignment(), assignment.fence().placement(), run);
        return new Running("run-" + fence, assignment, fence, 0, false, Optional.empty());
    }

    /** A runner and what it said last. */
    private static final class Play {
        private RunnerState state = RunnerState.fresh(Fence.NONE);
        private List<RunnerOutput> outputs = List.of();

        Play on(RunnerInput input) {
            var step = state.on(input);
            state = step.next();
            outputs = step.outputs();
            return this;
        }

        Play deploy(Assignment assignment) {
            return on(new RunnerInput.Deploy(assignment));
        }

        List<RunnerOutput> raw() {
            return outputs;
        }

        RunnerOutput.Report lastReport() {
            return outputs.stream()
                    .filter(RunnerOutput.Report.class::isInstance)
                    .map(RunnerOutput.Report.class::cast)
                    .findFirst()
                    .orElseThrow();
        }

        /** What was said, without the details of reports. */
        List<RunnerOutput> last() {
            return outputs.stream()
                    .map(output -> output instanceof RunnerOutput.Report(var fence, var status, var detail)
                            ? report(fence, status)
                            : output)
                    .toList();
        }
    }
}
