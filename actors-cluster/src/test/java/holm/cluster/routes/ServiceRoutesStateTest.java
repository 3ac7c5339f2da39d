package holm.cluster.routes;

import static holm.cluster.routes.RouteSamples.ABOUT;
import static holm.cluster.routes.RouteSamples.ELSEWHERE;
import static holm.cluster.routes.RouteSamples.HERE;
import static holm.cluster.routes.RouteSamples.SERVICE;
import static holm.cluster.routes.RouteSamples.THERE;
import static holm.cluster.routes.RouteSamples.W1;
import static holm.cluster.routes.RouteSamples.W2;
import static holm.cluster.routes.RouteSamples.endpoint;
import static holm.cluster.routes.RouteSamples.instance;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.overlay.Versions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceRoutesStateTest {
    private static final String FIRST = "session-1";
    private static final String SECOND = "session-2";

    private final Versions versions = new Versions(7);
    private ServiceRoutesState state = ServiceRoutesState.empty(SERVICE, HERE);

    @Test
    void sendsTheWholeTableToWhoeverIsInterested() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 0);
        var routes = (OverlayUpdate.Routes) flush(W1).getFirst();
        assertThat(routes.table().endpoints()).containsExactly(endpoint(0, HERE));
        assertThat(routes.table().about()).isEqualTo(ABOUT);
        assertThat(routes.known()).containsExactly(HERE);
        assertThat(routes.complete()).isFalse();
        assertThat(flush(W1)).isEmpty();
    }

    @Test
    void sendsNothingBeforeAnybodyKnowsWhatTheServiceIs() {
        interested(W1, FIRST, 0);
        assertThat(flush(W1)).isEmpty();
        runs(endpoint(0, HERE));
        assertThat(flush(W1)).hasSize(1);
    }

    @Test
    void sendsNothingToAWorkerThatHasThisVersionAlready() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, state.version());
        assertThat(flush(W1)).isEmpty();
        assertThat(state.isAppliedEverywhere(state.version())).isTrue();
    }

    @Test
    void sendsTheTableAgainToAWorkerWithAnotherVersion() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 1);
        assertThat(flush(W1)).hasOnlyElementsOfType(OverlayUpdate.Routes.class).hasSize(1);
    }

    @Test
    void sendsAChangeThatFollowsOnWhatWasSent() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 0);
        flush(W1);
        var before = state.version();
        runs(endpoint(1, HERE));
        stops(0);
        assertThat(flush(W1))
                .containsExactly(new OverlayUpdate.RoutesChanged(
                        SERVICE, before, state.version(), List.of(endpoint(1, HERE)), List.of(instance(0))));
    }

    @Test
    void makesNoVersionOfWhatComesTwice() {
        runs(endpoint(0, HERE));
        var before = state;
        runs(endpoint(0, HERE));
        stops(5);
        assertThat(state).isEqualTo(before);
    }

    @Test
    void versionsGrowOverARestart() {
        runs(endpoint(0, HERE));
        assertThat(new Versions(8).getAsLong()).isGreaterThan(state.version());
    }

    @Test
    void waitsForEveryInterestedWorkerUntilAnEndpointIsGone() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 0);
        interested(W2, FIRST, 0);
        flush(W1);
        stops(0);
        var without = state.version();
        flush(W1);
        state = state.applied(W1, FIRST, without);
        assertThat(state.isAppliedEverywhere(without)).isFalse();
        state = state.applied(W2, SECOND, without); // of a session that is none
        assertThat(state.isAppliedEverywhere(without)).isFalse();
        state = state.applied(W2, FIRST, without);
        assertThat(state.isAppliedEverywhere(without)).isTrue();
    }

    @Test
    void waitsForNobodyWhoIsNotInterestedAnyMore() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 0);
        stops(0);
        state = state.uninterested(W1, FIRST);
        assertThat(state.isAppliedEverywhere(state.version())).isTrue();
    }

    @Test
    void anOlderSessionTakesNothingBack() {
        interested(W1, FIRST, 0);
        interested(W1, SECOND, 0);
        state = state.uninterested(W1, FIRST);
        assertThat(state.subscribers()).containsKey(W1);
    }

    @Test
    void sayingInterestAgainIsNewsOnlyForAnOwnerThatWasRestarted() {
        runs(endpoint(0, HERE));
        state = state.stillInterested(W1, FIRST);
        assertThat(flush(W1)).hasSize(1);
        state = state.stillInterested(W1, FIRST);
        assertThat(flush(W1)).isEmpty();
    }

    @Test
    void tellsABusyWorkerEverythingAtOnceWhenItAnswers() {
        interested(W1, FIRST, 0);
        for (var number = 0; number < 50; number++) {
            runs(endpoint(number, HERE));
            flush(W1);
        }
        assertThat(state.isWaitedFor()).isTrue();
        assertThat(flush(W1)).isEmpty();
        state = state.applied(W1, FIRST, 1);
        assertThat(flush(W1)).hasSize(1);
        assertThat(state.subscribers().get(W1).told().orElseThrow().endpoints()).hasSize(50);
    }

    @Test
    void tellsAWorkerThatNeverAnswersAllTheSameAfterAWhile() {
        interested(W1, FIRST, 0);
        for (var number = 0; number < 50; number++) {
            runs(endpoint(number, HERE));
            flush(W1);
        }
        state = state.forgiving();
        assertThat(flush(W1)).hasSize(1);
    }

    @Test
    void addsWhatOtherClustersHave() {
        runs(endpoint(0, HERE));
        interested(W1, FIRST, 0);
        flush(W1);
        foreign(Set.of(THERE), true, endpoint(1, THERE));
        var routes = (OverlayUpdate.Routes) flush(W1).getFirst();
        assertThat(routes.table().endpoints()).containsExactly(endpoint(0, HERE), endpoint(1, THERE));
        assertThat(routes.complete()).isTrue();
        assertThat(routes.known()).containsExactlyInAnyOrder(HERE, THERE);
    }

    @Test
    void keepsEndpointsOfClustersThatARestartedRootHasNotHeardOfYet() {
        foreign(Set.of(THERE, ELSEWHERE), true, endpoint(1, THERE), endpoint(2, ELSEWHERE));
        foreign(Set.of(THERE), false);
        assertThat(state.routes().orElseThrow().endpoints()).containsOnlyKeys(instance(2));
        foreign(Set.of(THERE), true);
        assertThat(state.routes().orElseThrow().endpoints()).isEmpty();
    }

    @Test
    void believesTheNewerRunOfAnInstanceThatMoved() {
        foreign(Set.of(THERE), true, endpoint(0, THERE, 2));
        runs(endpoint(0, HERE, 1));
        assertThat(state.routes().orElseThrow().endpoints().get(instance(0))).isEqualTo(endpoint(0, THERE, 2));
        runs(endpoint(0, HERE, 3));
        assertThat(state.routes().orElseThrow().endpoints().get(instance(0))).isEqualTo(endpoint(0, HERE, 3));
    }

    @Test
    void cutsALargeTableIntoPartsThatFitIntoFrames() {
        for (var number = 0; number < 1_000; number++) {
            runs(new Endpoint(
                    instance(number),
                    endpoint(0, HERE).fence(),
                    HERE,
                    W1,
                    endpoint(1, HERE).instanceAddresses(),
                    endpoint(1, HERE).namespaceAddresses(),
                    100,
                    0));
        }
        interested(W1, FIRST, 0);
        var parts = flush(W1).stream().map(OverlayUpdate.Routes.class::cast).toList();
        assertThat(parts).hasSizeGreaterThan(1).allMatch(part -> part.parts() == parts.size());
        assertThat(parts.stream()
                        .mapToInt(part -> part.table().endpoints().size())
                        .sum())
                .isEqualTo(1_000);
    }

    private void runs(Endpoint endpoint) {
        state = state.local(endpoint.instance(), Optional.of(ABOUT), Optional.of(endpoint), versions);
    }

    private void stops(int number) {
        state = state.local(instance(number), Optional.empty(), Optional.empty(), versions);
    }

    private void foreign(Set<ClusterId> known, boolean complete, Endpoint... endpoints) {
        state = state.foreign(
                new OverlayUpdate.Routes(
                        RouteTable.of(ABOUT, versions.getAsLong(), List.of(endpoints)), 1, 1, known, complete),
                versions);
    }

    private void interested(WorkerId worker, String session, long version) {
        state = state.interested(worker, session, version);
    }

    private List<OverlayUpdate> flush(WorkerId worker) {
        var flush = state.flush(state.subscribers().keySet());
        state = flush.next();
        return flush.messages().getOrDefault(worker, List.of());
    }
}
