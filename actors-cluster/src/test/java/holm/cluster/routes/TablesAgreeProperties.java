package holm.cluster.routes;

import static holm.cluster.routes.RouteSamples.ABOUT;
import static holm.cluster.routes.RouteSamples.HERE;
import static holm.cluster.routes.RouteSamples.SERVICE;
import static holm.cluster.routes.RouteSamples.THERE;
import static holm.cluster.routes.RouteSamples.W1;
import static holm.cluster.routes.RouteSamples.endpoint;
import static holm.cluster.routes.RouteSamples.instance;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ClusterId;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.RoutesAssembly;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.overlay.Versions;
import holm.overlay.agent.TableBook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens on the way, a worker that says its interest once more has what its cluster knows. */
class TablesAgreeProperties {
    /** What may happen between a cluster and its worker. */
    enum Act {
        STARTS,
        STOPS,
        STARTS_THERE,
        STOPS_THERE,
        ROOT_RESTARTS,
        OWNER_RESTARTS,
        STORE_RESTARTS,
        WORKER_RESTARTS,
        DELIVER,
        LOSE,
        TWICE,
        SWAP,
        APPLY,
        ASK
    }

    record Step(Act act, int number) {}

    @Provide
    Arbitrary<List<Step>> stories() {
        // Most of what is sent arrives.
        var acts = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(Act.values())),
                Tuple.of(1, Arbitraries.of(Act.STARTS, Act.STOPS, Act.STARTS_THERE)),
                Tuple.of(2, Arbitraries.just(Act.DELIVER)));
        var numbers = Arbitraries.integers().between(0, 5);
        return net.jqwik.api.Combinators.combine(acts, numbers)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property
    void agreeAfterOneMoreInterest(@ForAll("stories") List<Step> story) {
        var world = new World();
        story.forEach(world::act);
        world.settle();
        assertThat(world.workerHas()).isEqualTo(world.truth());
    }

    private static final class World {
        private final ArrayDeque<OverlayUpdate> onTheWay = new ArrayDeque<>();
        private final Map<Integer, Endpoint> here = new TreeMap<>();
        private final Map<Integer, Endpoint> there = new TreeMap<>();
        private long generation = 1;
        private long run;
        private Versions versions = new Versions(generation);
        private ServiceRoutesState cluster = ServiceRoutesState.empty(SERVICE, HERE);
        private TableBook book = new TableBook();
        private RoutesAssembly assembly = new RoutesAssembly();

        /** The root is there, and the worker was told. */
        World() {
            rootSays(true);
            cluster = cluster.interested(W1, "session", 0);
            flush();
            arrive(onTheWay.remove());
        }

        void act(Step step) {
            var number = step.number();
            switch (step.act()) {
                case STARTS -> {
                    here.put(number, endpoint(number, HERE, ++run));
                    look(number);
                }
                case STOPS -> {
                    here.remove(number);
                    look(number);
                }
                case STARTS_THERE -> {
                    there.put(number, endpoint(number, THERE, ++run));
                    rootSays(true);
                }
                case STOPS_THERE -> {
                    there.remove(number);
                    rootSays(true);
                }
                case ROOT_RESTARTS -> rootSays(false);
                case OWNER_RESTARTS -> restartOwner();
                case STORE_RESTARTS -> {
                    versions = new Versions(++generation);
                    restartOwner();
                }
                case WORKER_RESTARTS -> {
                    book = new TableBook();
                    assembly = new RoutesAssembly();
                }
                case DELIVER -> Optional.ofNullable(onTheWay.poll()).ifPresent(this::arrive);
                case LOSE -> onTheWay.poll();
                case TWICE -> Optional.ofNullable(onTheWay.peek()).ifPresent(this::arrive);
                case SWAP -> Optional.ofNullable(onTheWay.poll()).ifPresent(onTheWay::add);
                case APPLY -> cluster = cluster.applied(W1, "session", version());
                case ASK -> cluster = cluster.interested(W1, "session", version());
            }
            flush();
        }

        /** The last word: the root knows all, the worker says what it has, and nothing more is lost. */
        void settle() {
            onTheWay.clear();
            rootSays(true);
            cluster = cluster.interested(W1, "session", version());
            flush();
            while (!onTheWay.isEmpty()) {
                arrive(onTheWay.remove());
            }
        }

        List<Endpoint> workerHas() {
            return book.find(SERVICE).orElseThrow().endpoints();
        }

        List<Endpoint> truth() {
            var newest = new TreeMap<>(there);
            here.forEach((number, endpoint) -> newest.merge(
                    number, endpoint, (one, other) -> one.fence().isOlderThan(other.fence()) ? other : one));
            return new ArrayList<>(newest.values());
        }

        private void look(int number) {
            cluster = cluster.local(
                    instance(number), Optional.of(ABOUT), Optional.ofNullable(here.get(number)), versions);
        }

        private void rootSays(boolean knowsAll) {
            Set<ClusterId> known = knowsAll ? Set.of(THERE) : Set.of();
            List<Endpoint> endpoints = knowsAll ? List.copyOf(there.values()) : List.of();
            cluster = cluster.foreign(
                    new OverlayUpdate.Routes(
                            RouteTable.of(ABOUT, versions.getAsLong(), endpoints), 1, 1, known, knowsAll),
                    versions);
        }

        private void restartOwner() {
            cluster = ServiceRoutesState.empty(SERVICE, HERE);
            here.keySet().forEach(this::look);
            cluster = cluster.stillInterested(W1, "session");
        }

        private long version() {
            return book.find(SERVICE).map(RouteTable::version).orElse(0L);
        }

        private void flush() {
            var flush = cluster.flush(cluster.subscribers().keySet());
            cluster = flush.next();
            flush.messages().values().forEach(onTheWay::addAll);
        }

        private void arrive(OverlayUpdate update) {
            switch (update) {
                case OverlayUpdate.Routes routes -> assembly.add(routes).ifPresent(book::take);
                case OverlayUpdate.RoutesChanged changed -> book.take(changed);
                default -> throw new AssertionError("no table: " + update);
            }
        }
    }
}
