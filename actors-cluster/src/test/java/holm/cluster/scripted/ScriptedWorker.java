package holm.cluster.scripted;

import static org.awaitility.Awaitility.await;

import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.Virtualization;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.domain.message.Whereabouts;
import holm.wire.link.GatewayClient;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A worker that starts whatever it is told in no time, and says nothing when it is told to be silent. */
public final class ScriptedWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record Running(Fence fence, Status status) {}

    private final String name;
    private final Resources capacity;
    private final Map<InstanceId, Running> running = new ConcurrentHashMap<>();
    private final List<Downward> heard = new CopyOnWriteArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private volatile Optional<ActorRef<LinkCommand<Upward>>> link = Optional.empty();
    private volatile Optional<ActorRef<GatewayClient.Command>> client = Optional.empty();
    private volatile Optional<Downward.Welcome> welcome = Optional.empty();
    private volatile Optional<InstallationId> installation = Optional.empty();
    private volatile long generation;
    private volatile Optional<String> knownId = Optional.empty();
    private volatile boolean silent;
    private volatile boolean taking = true;
    private volatile boolean applying = true;
    private volatile List<String> namespaceAddresses = List.of();

    public ScriptedWorker(String name, Resources capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /** Connects, and connects again for as long as it is not told to go. */
    public ScriptedWorker connect(ScriptedMember member) {
        var owner = member.kit().<LinkEvent<Downward, Upward>>spawn(Behaviors.receiveMessage(event -> {
            heard(event);
            return Behaviors.same();
        }));
        client = Optional.of(member.kit().spawn(GatewayClient.create(name, LinkSettings.DEFAULT, owner)));
        Thread.ofVirtual().start(this::beat);
        return this;
    }

    public ScriptedWorker awaitWelcome() {
        await("welcome of " + name).atMost(PATIENCE).until(() -> welcome.isPresent());
        return this;
    }

    /** Its process is gone; what runs runs on. */
    public void disconnect(ScriptedMember member) {
        client.ifPresent(actor -> member.kit().stop(actor));
        client = Optional.empty();
        welcome = Optional.empty();
        await("the end of the link").atMost(PATIENCE).until(() -> link.isEmpty());
    }

    /** Says nothing any more, but its connection stays. */
    public void beSilent() {
        silent = true;
    }

    public void speakAgain() {
        silent = false;
    }

    /** Refuses what it is told to start. */
    public void takeNothing() {
        taking = false;
    }

    /** Its instances have these addresses from now on. */
    public ScriptedWorker withAddresses(String... addresses) {
        namespaceAddresses = List.of(addresses);
        return this;
    }

    /** Tables arrive and are never installed. */
    public void applyNothing() {
        applying = false;
    }

    public <T extends OverlayUpdate> List<T> updates(Class<T> type) {
        return heard(Downward.Overlay.class).stream()
                .map(Downward.Overlay::update)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public void ask(OverlayRequest request) {
        send(new Upward.Overlay(request));
    }

    public void belongTo(InstallationId other) {
        installation = Optional.of(other);
    }

    /** All its containers are gone, as after a power cut. */
    public void loseEverything() {
        running.clear();
    }

    public void report(InstanceId instance, Status status) {
        var fence = running.get(instance).fence();
        running.put(instance, new Running(fence, status));
        send(new Upward.Reported(reportOf(instance)));
    }

    public String id() {
        return knownId.orElseThrow();
    }

    public Set<InstanceId> running() {
        return Set.copyOf(running.keySet());
    }

    public Optional<Fence> fence(InstanceId instance) {
        return Optional.ofNullable(running.get(instance)).map(Running::fence);
    }

    public <T extends Downward> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public void forgetWhatWasHeard() {
        heard.clear();
    }

    public void send(Upward message) {
        if (!silent) {
            link.ifPresent(open -> open.tell(new LinkCommand.Send<>(message)));
        }
    }

    private void heard(LinkEvent<Downward, Upward> event) {
        switch (event) {
            case LinkEvent.Opened<Downward, Upward> opened -> {
                link = Optional.of(opened.link());
                send(new Upward.Hello(installation, knownId, generation, self()));
            }
            case LinkEvent.Received<Downward, Upward> received -> received(received.message());
            case LinkEvent.Closed<Downward, Upward> _ -> link = Optional.empty();
            case LinkEvent.Unreachable<Downward, Upward> _ -> {}
        }
    }

    private void received(Downward message) {
        heard.add(message);
        switch (message) {
            case Downward.Welcome welcomed -> {
                welcome = Optional.of(welcomed);
                knownId = Optional.of(welcomed.id());
                installation = Optional.of(welcomed.installation());
                generation = Math.max(generation, welcomed.generation());
                sendActual();
            }
            case Downward.WantedBegin _ -> wanted.clear();
            case Downward.WantedPage part -> wanted.addAll(part.page());
            case Downward.WantedEnd _ -> compare();
            case Downward.Deploy(var assignment) -> deploy(assignment);
            case Downward.Stop(var instance, var fence) -> stop(instance, fence);
            case Downward.Judged(var instance, var fence, var verdict) -> {
                if (verdict == Verdict.GONE || verdict == Verdict.REPLACED) {
                    stop(instance, fence);
                }
            }
            case Downward.Tell(var instances) ->
                instances.forEach(instance -> send(new Upward.Reported(reportOf(instance))));
            case Downward.Overlay(var update) -> overlay(update);
            case Downward.OpenLog(var request, var instance, var query) ->
                client.ifPresent(actor -> actor.tell(
                        new GatewayClient.Command.ServeLog(request, query, (_, line) -> readLog(instance, line))));
            case Downward.Rejected _, Downward.ListWorkers _, Downward.RemoveWorker _ -> {}
        }
    }

    private void overlay(OverlayUpdate update) {
        if (applying && update instanceof OverlayUpdate.Routes routes) {
            ask(new OverlayRequest.Applied(
                    routes.table().service(), routes.table().version()));
        }
        if (applying && update instanceof OverlayUpdate.RoutesChanged changed) {
            ask(new OverlayRequest.Applied(changed.service(), changed.to()));
        }
    }

    private static void readLog(InstanceId instance, Predicate<LogLine> line) {
        var wantsMore = line.test(new LogLine(1, LogLine.Stream.STDOUT, 1, "log of " + instance));
        if (!wantsMore) {
            throw new IllegalStateException("one line is not much");
        }
    }

    private void deploy(Assignment assignment) {
        var instance = assignment.instance();
        if (!taking) {
            send(new Upward.Refused(instance, assignment.fence(), List.of("this worker takes nothing")));
            return;
        }
        var here = running.get(instance);
        if (here == null || !here.fence().samePlacement(assignment.fence())) {
            running.put(instance, new Running(assignment.fence().nextRun(), Status.RUNNING));
        }
        send(new Upward.Reported(reportOf(instance)));
    }

    private void stop(InstanceId instance, Fence fence) {
        running.computeIfPresent(instance, (_, here) -> here.fence().compareTo(fence) <= 0 ? null : here);
        send(new Upward.Stopped(instance, fence));
    }

    private void compare() {
        var missing = wanted.stream()
                .map(Wanted::instance)
                .filter(instance -> !running.containsKey(instance))
                .toList();
        if (!missing.isEmpty()) {
            send(new Upward.Want(missing));
        }
    }

    private void sendActual() {
        var actual = running.entrySet().stream()
                .map(entry -> new Actual(
                        entry.getKey(),
                        entry.getValue().fence(),
                        entry.getValue().status()))
                .toList();
        send(new Upward.ActualBegin(1));
        send(new Upward.ActualPage(1, actual));
        send(new Upward.ActualEnd(1, actual.size()));
    }

    private Report reportOf(InstanceId instance) {
        var here = running.get(instance);
        return new Report(
                instance,
                here.fence(),
                here.status(),
                StatusDetail.NONE,
                Optional.of(new Whereabouts(id(), name, "127.0.0.1", namespaceAddresses, Optional.of(1L))));
    }

    private void beat() {
        while (client.isPresent()) {
            if (welcome.isPresent()) {
                send(new Upward.Capacity(self()));
            }
            try {
                Thread.sleep(Duration.ofMillis(200));
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private Candidate self() {
        return new Candidate(
                "",
                name,
                true,
                1,
                capacity,
                capacity,
                Map.of(),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of(),
                "",
                "127.0.0.1",
                5,
                10,
                List.of(name),
                Optional.of((int) (capacity.milliCpus() / 1_000)),
                List.of());
    }
}
