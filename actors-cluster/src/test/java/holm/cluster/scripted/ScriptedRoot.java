package holm.cluster.scripted;

import static org.awaitility.Awaitility.await;

import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.wire.link.LinkCodec;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WebSocketServer;
import holm.wire.log.LogDesk;
import holm.wire.log.LogRelay;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Sink;

/** A root that welcomes everybody, remembers what it is told and knows what it wants. */
public final class ScriptedRoot implements AutoCloseable {
    public static final String CLUSTER_ID = "c0ffee00c0ffee00c0ffee00";
    public static final InstallationId INSTALLATION = new InstallationId("aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create("scripted-root");
    private final ActorRef<LinkEvent<Upward, Downward>> owner = kit.spawn(Behaviors.receiveMessage(event -> {
        heard(event);
        return Behaviors.same();
    }));
    private final LogDesk desk = new LogDesk(kit.system());
    private final Map<InstanceId, Assignment> wanted = new ConcurrentHashMap<>();
    private final Map<InstanceId, Report> reports = new ConcurrentHashMap<>();
    private final List<Upward> heard = new CopyOnWriteArrayList<>();
    private volatile Optional<ActorRef<LinkCommand<Downward>>> link = Optional.empty();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long generation = 1;
    private ServerBinding binding = listen(0);

    public URI uri() {
        return URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }

    /** Wants an instance and says so. */
    public void deploy(Assignment assignment) {
        wanted.put(assignment.instance(), assignment);
        send(new Downward.Deploy(assignment));
    }

    /** Wants it no more and says so. */
    public void stop(InstanceId instance) {
        var was = wanted.remove(instance);
        send(new Downward.Stop(instance, was == null ? new Fence(1, 0, 0) : was.fence()));
    }

    /** Wants it no more and says nothing. */
    public void forget(InstanceId instance) {
        wanted.remove(instance);
    }

    public void send(Downward message) {
        link.ifPresent(open -> open.tell(new LinkCommand.Send<>(message)));
    }

    public Report awaitStatus(InstanceId instance, Status status) {
        await("%s of %s".formatted(status, instance))
                .atMost(PATIENCE)
                .until(() -> report(instance)
                        .filter(report -> report.status() == status)
                        .isPresent());
        return report(instance).orElseThrow();
    }

    public Optional<Report> report(InstanceId instance) {
        return Optional.ofNullable(reports.get(instance));
    }

    public <T extends Upward> T await1(Class<T> type) {
        await(type.getSimpleName()).atMost(PATIENCE).until(() -> heard(type).size() > 0);
        return heard(type).getLast();
    }

    public <T extends Upward> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public void forgetWhatWasHeard() {
        heard.clear();
        reports.clear();
    }

    public Optional<Candidate> capacity() {
        return heard(Upward.Capacity.class).stream().reduce((_, last) -> last).map(Upward.Capacity::self);
    }

    public List<String> readLog(InstanceId instance) {
        var request = "123456789012345678901234";
        var lines = desk.expect(request).map(line -> line.text()).runWith(Sink.seq(), kit.system());
        send(new Downward.OpenLog(request, instance, new LogQuery(Optional.empty(), Optional.empty(), false)));
        return lines.toCompletableFuture().join();
    }

    public <T extends OverlayRequest> T awaitOverlay(Class<T> type, Predicate<T> which) {
        await(type.getSimpleName())
                .atMost(PATIENCE)
                .until(() -> overlay(type).stream().anyMatch(which));
        return overlay(type).stream().filter(which).toList().getLast();
    }

    public <T extends OverlayRequest> List<T> overlay(Class<T> type) {
        return heard(Upward.Overlay.class).stream()
                .map(Upward.Overlay::request)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public void say(OverlayUpdate update) {
        send(new Downward.Overlay(update));
    }

    /** Removes a worker, and waits for what the cluster says to that. */
    public Optional<Refusal> remove(String worker) {
        var request = "%024x".formatted(requests.incrementAndGet());
        send(new Downward.RemoveWorker(request, new WorkerId(worker)));
        return answer(Upward.WorkerRemoved.class, answer -> answer.request().equals(request))
                .refusal();
    }

    /** @return names of the cluster's workers */
    public List<String> workers() {
        var request = "%024x".formatted(requests.incrementAndGet());
        send(new Downward.ListWorkers(request));
        return answer(Upward.Workers.class, answer -> answer.request().equals(request)).page().stream()
                .map(Candidate::name)
                .sorted()
                .toList();
    }

    private <T extends Upward> T answer(Class<T> type, Predicate<T> which) {
        await(type.getSimpleName())
                .atMost(PATIENCE)
                .until(() -> heard(type).stream().anyMatch(which));
        return heard(type).stream().filter(which).findFirst().orElseThrow();
    }

    /** From now on its database is said to be this old. */
    public void generation(long now) {
        generation = now;
    }

    public void goAway() {
        binding.unbind().toCompletableFuture().join();
        link.ifPresent(open -> open.tell(new LinkCommand.Close<>("the root goes away")));
        await("the end of the link").atMost(PATIENCE).until(() -> link.isEmpty());
    }

    public void comeBack() {
        binding = listen(binding.localAddress().getPort());
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    private ServerBinding listen(int port) {
        var route = Directives.pathPrefix(
                "link",
                () -> Directives.concat(
                        Directives.path(
                                "cluster",
                                () -> WebSocketServer.route(
                                        kit.system(), LinkCodec.upper(), LinkSettings.DEFAULT, _ -> owner)),
                        Directives.pathPrefix("log", () -> LogRelay.route(kit.system(), desk))));
        return Http.get(kit.system())
                .newServerAt("127.0.0.1", port)
                .bind(route)
                .toCompletableFuture()
                .join();
    }

    private void heard(LinkEvent<Upward, Downward> event) {
        switch (event) {
            case LinkEvent.Opened<Upward, Downward> opened -> link = Optional.of(opened.link());
            case LinkEvent.Received<Upward, Downward> received -> received(received.message());
            case LinkEvent.Closed<Upward, Downward> _ -> link = Optional.empty();
            case LinkEvent.Unreachable<Upward, Downward> _ ->
                throw new IllegalStateException("a server never connects");
        }
    }

    private void received(Upward message) {
        heard.add(message);
        switch (message) {
            case Upward.Hello hello -> welcome(hello);
            case Upward.Reported(var report) -> reports.put(report.instance(), report);
            case Upward.Want(var instances) ->
                instances.forEach(instance -> send(new Downward.Deploy(wanted.get(instance))));
            case Upward.Ask(var instances) -> instances.forEach(this::judge);
            case Upward.ActualPage part ->
                send(new Downward.Tell(
                        part.page().stream().map(Actual::instance).toList()));
            case Upward.ActualBegin _,
                    Upward.ActualEnd _,
                    Upward.Refused _,
                    Upward.Stopped _,
                    Upward.Capacity _,
                    Upward.Used _,
                    Upward.Overlay _,
                    Upward.Workers _,
                    Upward.WorkerRemoved _ -> {}
        }
    }

    private void welcome(Upward.Hello hello) {
        send(new Downward.Welcome(
                INSTALLATION, CLUSTER_ID, generation, hello.self().name()));
        send(new Downward.WantedBegin(1));
        send(new Downward.WantedPage(
                1,
                wanted.values().stream()
                        .map(assignment -> new Wanted(assignment.instance(), assignment.fence()))
                        .toList()));
        send(new Downward.WantedEnd(1, wanted.size()));
    }

    private void judge(Actual actual) {
        var verdict = wanted.containsKey(actual.instance()) ? Verdict.CURRENT : Verdict.GONE;
        send(new Downward.Judged(actual.instance(), actual.fence(), verdict));
    }
}
