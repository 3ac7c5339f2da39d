package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Whereabouts;
import holm.wire.link.LinkCodec;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WebSocketClient;
import holm.wire.log.LogRelay;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Source;

/** A cluster that says what a test tells it to, over a real WebSocket. */
final class ScriptedCluster implements AutoCloseable {
    /** Generous: two cores serve many tests. */
    private static final int PATIENCE_SECONDS = 20;

    private static final Resources PLENTY = new Resources(40_000, 8_192, 100_000, 0);

    private final String name;
    private final Resources capacity;
    private final ActorSystem<LinkEvent<Downward, Upward>> system;
    private final BlockingQueue<LinkEvent<Downward, Upward>> heard = new LinkedBlockingQueue<>();
    private ActorRef<LinkCommand<Upward>> link;
    private ClusterId named;

    ScriptedCluster(String name, int rootPort) {
        this(name, rootPort, PLENTY);
    }

    ScriptedCluster(String name, int rootPort, Resources capacity) {
        this.name = name;
        this.capacity = capacity;
        this.system =
                ActorSystem.create(Behaviors.setup(context -> owner(context.getSelf(), rootPort)), "scripted-" + name);
    }

    private Behavior<LinkEvent<Downward, Upward>> owner(ActorRef<LinkEvent<Downward, Upward>> self, int port) {
        return Behaviors.setup(context -> {
            context.spawn(
                    WebSocketClient.create(
                            URI.create("ws://127.0.0.1:" + port + "/link/cluster"),
                            LinkCodec.lower(),
                            LinkSettings.DEFAULT,
                            self),
                    "client");
            return Behaviors.receiveMessage(event -> {
                heard.add(event);
                return Behaviors.same();
            });
        });
    }

    /** Waits for the link, says hello as somebody new, and returns the answer. */
    ScriptedCluster hello() {
        return hello(Optional.empty(), Optional.empty(), 0, List.of());
    }

    /** Says hello as somebody who was here before, and what exists there. */
    ScriptedCluster hello(
            Optional<InstallationId> installation, Optional<String> id, long generation, List<Actual> actual) {
        link = opened();
        say(new Upward.Hello(installation, id, generation, candidate(capacity)));
        named = new ClusterId(expect(Downward.Welcome.class).id());
        say(new Upward.ActualBegin(1));
        if (!actual.isEmpty()) {
            say(new Upward.ActualPage(1, actual));
        }
        say(new Upward.ActualEnd(1, actual.size()));
        return this;
    }

    /** What the root calls it. */
    ClusterId id() {
        return named;
    }

    ActorRef<LinkCommand<Upward>> opened() {
        return next(
                LinkEvent.Opened.class,
                event -> event instanceof LinkEvent.Opened<Downward, Upward> opened
                        ? Optional.of(opened.link())
                        : Optional.empty());
    }

    /** The next message of this type; others before it are forgotten. */
    <T extends Downward> T expect(Class<T> type) {
        return next(
                type,
                event -> event instanceof LinkEvent.Received<Downward, Upward>(var session, var message)
                                && type.isInstance(message)
                        ? Optional.of(type.cast(message))
                        : Optional.empty());
    }

    private <T> T next(Class<?> type, java.util.function.Function<LinkEvent<Downward, Upward>, Optional<T>> pick) {
        var seen = new ArrayList<String>();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (System.nanoTime() < deadline) {
                var event = heard.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    seen.add(event.toString());
                    var picked = pick.apply(event);
                    if (picked.isPresent()) {
                        return picked.get();
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("cluster " + name + " heard no " + type.getSimpleName() + " but " + seen);
    }

    void say(Upward message) {
        link.tell(new LinkCommand.Send<>(message));
    }

    /** Takes the next assignment. */
    Assignment takesOne() {
        return expect(Downward.Deploy.class).assignment();
    }

    void reports(InstanceId instance, Fence fence, Status status) {
        say(new Upward.Reported(
                new Report(instance, fence, status, StatusDetail.of("as told"), Optional.of(whereabouts()))));
    }

    void runs(Assignment assignment) {
        reports(assignment.instance(), started(assignment.fence()), Status.RUNNING);
    }

    static Fence started(Fence assignment) {
        return assignment.nextPlacement().nextRun();
    }

    /** Opens the connection that the root asked for. */
    void sendsLog(String request, int rootPort, Source<LogLine, NotUsed> lines) {
        var uri = URI.create("ws://127.0.0.1:" + rootPort + "/link/log/" + request);
        assertThat(LogRelay.send(system, uri, lines).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }

    void hasNow(Resources free) {
        say(new Upward.Capacity(candidate(free)));
    }

    static Whereabouts whereabouts() {
        return new Whereabouts(
                "0123456789abcdef01234567", "worker-1", "192.0.2.1", List.of("10.18.0.2"), Optional.of(1L));
    }

    Candidate self() {
        return candidate(capacity);
    }

    private Candidate candidate(Resources free) {
        return new Candidate(
                "000000000000000000000000",
                name,
                true,
                1,
                capacity,
                free,
                Map.of("amd64", free),
                Set.of(Virtualization.CONTAINER, Virtualization.SIMULATED),
                Set.of("amd64"),
                Map.of(),
                "48.1,11.5,10",
                "192.0.2.1",
                1.0,
                2.0,
                List.of("worker-1"),
                Optional.of(4),
                List.of(new WorkerKind(
                        Set.of(Virtualization.CONTAINER, Virtualization.SIMULATED), Set.of("amd64"), capacity)));
    }

    /** Drops the link as if the machine were gone; a new one has to be made to come back. */
    @Override
    public void close() {
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }
}
