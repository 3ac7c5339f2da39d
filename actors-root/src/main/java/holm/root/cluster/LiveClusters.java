package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.Resources;
import holm.domain.message.Downward;
import holm.root.instance.History;
import holm.root.instance.InstanceRow;
import holm.root.instance.Sample;
import holm.root.row.TypedRows;
import holm.wire.link.Session;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What clusters said since this root started, over what they were when they registered. Never stored. Thread-safe. */
public final class LiveClusters implements Clusters {
    /**
     * @param session which session said so; an older one may not take it back
     * @param connected whether that session still stands
     * @param sinceMillis when that session began, milliseconds since 1970
     */
    private record Live(
            String session,
            ActorRef<ClusterSession.Command> messages,
            boolean connected,
            long sinceMillis,
            Candidate candidate,
            String address,
            long lastHeardMillis,
            History cpu,
            History memory) {}

    private final TypedRows<ClusterRow> rows;
    private final TypedRows<InstanceRow> instances;
    private final Clock clock;
    private final ConcurrentMap<ClusterId, Live> live = new ConcurrentHashMap<>();

    public LiveClusters(TypedRows<ClusterRow> rows, TypedRows<InstanceRow> instances, Clock clock) {
        this.rows = rows;
        this.instances = instances;
        this.clock = clock;
    }

    /** @param messages carries what is said to it */
    void connected(ClusterId id, Session session, ActorRef<ClusterSession.Command> messages, Candidate self) {
        live.compute(id, (_, old) -> with(old, id, session.id(), messages, self, session.peer()));
    }

    /** @return whether it is connected; what is said to a cluster that is not is lost, and said again when it comes back */
    public boolean tell(ClusterId id, Downward message) {
        var known = live.get(id);
        var reaches = known != null && known.connected();
        if (known != null && reaches) {
            known.messages().tell(new ClusterSession.Command.Send(message));
        }
        return reaches;
    }

    /**
     * Believed of the session that is known, and of any other one that says so while the known one is over: whichever of two was
     * welcomed last, the one that still stands is known within a heartbeat.
     *
     * @return whether it has more of anything than before, so that waiting instances may fit now
     */
    boolean heard(ClusterId id, Session session, ActorRef<ClusterSession.Command> messages, Candidate self) {
        var before = new AtomicReference<Candidate>();
        live.computeIfPresent(id, (_, old) -> {
            if (old.connected() && !old.session().equals(session.id())) {
                return old;
            }
            before.set(old.candidate());
            return with(old, id, session.id(), messages, self, session.peer());
        });
        return before.get() != null && hasMore(before.get(), self);
    }

    void disconnected(ClusterId id, String session) {
        live.computeIfPresent(
                id,
                (_, old) -> old.session().equals(session)
                        ? new Live(
                                session,
                                old.messages(),
                                false,
                                old.sinceMillis(),
                                isLive(old.candidate(), false),
                                old.address(),
                                old.lastHeardMillis(),
                                old.cpu(),
                                old.memory())
                        : old);
    }

    /** @return since when it is connected, milliseconds since 1970; {@link Long#MAX_VALUE} while it is not */
    public long connectedSinceMillis(ClusterId id) {
        var known = live.get(id);
        return known != null && known.connected() ? known.sinceMillis() : Long.MAX_VALUE;
    }

    @Override
    public List<Candidate> candidates() {
        return rows.all().map(this::candidate).toList();
    }

    /** @return its name; its id when it is unknown */
    public String name(ClusterId id) {
        return candidate(id).map(Candidate::name).orElse(id.value());
    }

    /** @return where it is, as its operator said; empty text when unknown */
    public String location(ClusterId id) {
        return candidate(id).map(Candidate::location).orElse("");
    }

    /** @return how many clusters are connected */
    public long connectedCount() {
        return live.values().stream().filter(Live::connected).count();
    }

    @Override
    public List<ClusterView> all() {
        var counts = instances
                .all()
                .flatMap(row -> row.cluster().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return rows.all()
                .map(row -> view(row, counts))
                .sorted(Comparator.comparing(view -> view.candidate().name()))
                .toList();
    }

    private ClusterView view(ClusterRow row, Map<ClusterId, Long> counts) {
        var known = live.get(row.id());
        var count = counts.getOrDefault(row.id(), 0L).intValue();
        return known == null
                ? new ClusterView(
                        row.id(), candidate(row), false, "", row.registeredAtMillis(), count, List.of(), List.of())
                : new ClusterView(
                        row.id(),
                        known.candidate(),
                        known.connected(),
                        known.address(),
                        known.lastHeardMillis(),
                        count,
                        known.cpu().samples(),
                        known.memory().samples());
    }

    private Optional<Candidate> candidate(ClusterId id) {
        return rows.find(id.value()).map(this::candidate);
    }

    private Candidate candidate(ClusterRow row) {
        var known = live.get(row.id());
        return known == null ? named(row.self(), row.id(), false) : known.candidate();
    }

    private Live with(
            @Nullable Live old,
            ClusterId id,
            String session,
            ActorRef<ClusterSession.Command> messages,
            Candidate self,
            String address) {
        var now = clock.millis();
        var next = new Live(
                session,
                messages,
                true,
                old != null && old.connected() && old.session().equals(session) ? old.sinceMillis() : now,
                named(self, id, true),
                address,
                now,
                old == null ? new History() : old.cpu(),
                old == null ? new History() : old.memory());
        next.cpu().add(new Sample(self.cpuPercent(), now));
        next.memory().add(new Sample(self.memoryPercent(), now));
        return next;
    }

    private static boolean hasMore(Candidate before, Candidate now) {
        return now.workers() > before.workers()
                || !before.virtualizations().containsAll(now.virtualizations())
                || hasMore(before.available(), now.available())
                || now.largest().entrySet().stream()
                        .anyMatch(entry -> hasMore(
                                before.largest().getOrDefault(entry.getKey(), Resources.NONE), entry.getValue()));
    }

    private static boolean hasMore(Resources before, Resources now) {
        return !before.covers(now);
    }

    private static Candidate isLive(Candidate candidate, boolean live) {
        return named(candidate, new ClusterId(candidate.id()), live);
    }

    /** Whatever a cluster calls itself, the root knows it by its own id; and whether it lives is the root's judgement. */
    private static Candidate named(Candidate c, ClusterId id, boolean live) {
        return new Candidate(
                id.value(),
                c.name(),
                live,
                c.workers(),
                c.capacity(),
                c.available(),
                c.largest(),
                c.virtualizations(),
                c.architectures(),
                c.labels(),
                c.location(),
                c.address(),
                c.cpuPercent(),
                c.memoryPercent(),
                c.workerNames(),
                c.cores(),
                c.kinds());
    }
}
