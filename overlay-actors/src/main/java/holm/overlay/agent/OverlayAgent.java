package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.RoutesAssembly;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import holm.overlay.balance.BalancingPolicies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The worker's end of the overlay. It keeps the tables that its worker needs, asks its cluster for those that packets miss, and has the
 * data plane do what they say. Without its cluster it goes on with what it has, also after a restart.
 */
public final class OverlayAgent extends AbstractBehavior<OverlayCommand> {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** A worker that waits for its subnet says so again after so many ticks. */
    private static final int SUBNET_AGAIN = 5;

    /** What was used within the last two looks is in use. */
    private static final int LOOK_AT_USE = 10;

    /** So many ids and versions fit into one frame, whatever they are. */
    private static final int INTERESTS_IN_A_MESSAGE = 1_000;

    /**
     * What it works with.
     *
     * @param remembered what an earlier process had
     */
    public record Equipment(
            OverlayMemory.Remembered remembered,
            Plane plane,
            BalancingPolicies policies,
            Prober prober,
            OverlayMemory memory,
            OverlayGauges gauges,
            InstantSource clock) {}

    private final Equipment equipment;
    private final Consumer<OverlayRequest> uplink;
    private final PlaneThread plane;
    private final Neighbourhood neighbourhood;
    private final RoutesAssembly incoming = new RoutesAssembly();
    private final TableBook book = new TableBook();
    private final Interests interests = new Interests();
    private final Clients clients = new Clients(book);
    private final Openings openings = new Openings();
    private final Lookups lookups = new Lookups();
    /** Versions that are in the data plane. */
    private final Map<ServiceId, Long> installed = new HashMap<>();
    /** Services whose table was asked for as a whole. */
    private final Set<ServiceId> asked = new HashSet<>();
    /** Services whose table has to be installed again. */
    private final Set<ServiceId> due = new HashSet<>();

    private Optional<WorkerId> self;
    private Optional<NodeSubnet> subnet;
    private boolean isOpen;
    private boolean isConnected;
    private long ticks;

    private OverlayAgent(
            ActorContext<OverlayCommand> context,
            TimerScheduler<OverlayCommand> timers,
            Equipment equipment,
            Optional<WorkerId> self,
            Consumer<OverlayRequest> uplink) {
        super(context);
        this.equipment = equipment;
        this.uplink = uplink;
        this.self = self;
        this.subnet = equipment.remembered().subnet();
        this.plane = new PlaneThread(
                equipment.plane(), equipment.policies(), equipment.memory(), equipment.gauges(), context.getSelf());
        this.neighbourhood = new Neighbourhood(
                equipment.prober(),
                context.getSelf(),
                equipment.clock(),
                equipment.remembered().peers());
        for (var table : equipment.remembered().tables()) {
            book.restore(table);
            interests.used(table.service(), System.nanoTime());
        }
        openPlane();
        timers.startTimerWithFixedDelay(new OverlayCommand.Tick(), TICK);
        timers.startTimerWithFixedDelay(new OverlayCommand.Probe(), Neighbourhood.PROBE);
    }

    /**
     * @param self what the cluster calls this worker; empty before its first welcome
     * @param uplink carries what the cluster is told, to the present session; must not block
     */
    public static Behavior<OverlayCommand> create(
            Equipment equipment, Optional<WorkerId> self, Consumer<OverlayRequest> uplink) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new OverlayAgent(context, timers, equipment, self, uplink)));
    }

    @Override
    public Receive<OverlayCommand> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(command -> {
                    on(command);
                    return this;
                })
                .onSignal(PostStop.class, _ -> {
                    lookups.all(System.nanoTime()).forEach(one -> one.tell(Optional.empty()));
                    plane.close();
                    neighbourhood.close();
                    return this;
                })
                .build();
    }

    private void on(OverlayCommand command) {
        switch (command) {
            case OverlayCommand.Connected(var who) -> connected(who);
            case OverlayCommand.Disconnected _ -> {
                isConnected = false;
                lookups.all(System.nanoTime()).forEach(this::unanswered);
            }
            case OverlayCommand.Update(var update) -> updated(update);
            case OverlayCommand.Hosts(var services) -> {
                want(interests.hosts(services, System.nanoTime()));
                leave(interests.orphans());
                due.addAll(clients.hosts(services));
                followClients();
            }
            case OverlayCommand.LookUp(var question, var answer) -> lookUp(question, answer);
            case OverlayCommand.Missed(var address) -> {
                equipment.gauges().missed();
                lookUp(Question.ofAnybody(address), table -> plane.answer(address, table.isPresent()));
            }
            case OverlayCommand.Opened(var opened, var underlay) -> opened(opened, underlay);
            case OverlayCommand.Installed(var table) -> installed(table);
            case OverlayCommand.NotInstalled(var service) -> due.add(service);
            case OverlayCommand.Used(var services) -> {
                var now = System.nanoTime();
                services.stream().filter(interests::isWanted).forEach(service -> interests.used(service, now));
            }
            case OverlayCommand.Measured(var worker, var millis) -> neighbourhood.measured(worker, millis);
            case OverlayCommand.Tick _ -> tick();
            case OverlayCommand.Probe _ -> {
                if (isOpen) {
                    neighbourhood.probe(book.all());
                }
            }
        }
    }

    /** A session knows nothing of earlier ones: everything is said again. */
    private void connected(WorkerId who) {
        self = Optional.of(who);
        neighbourhood.is(who);
        isConnected = true;
        asked.clear();
        say(new OverlayRequest.SubnetWanted(who, subnet));
        sayHere();
        want(List.copyOf(interests.all()));
        openPlane();
    }

    private void updated(OverlayUpdate update) {
        switch (update) {
            case OverlayUpdate.SubnetGiven(var worker, var given) -> {
                if (self.equals(Optional.of(worker))) {
                    given(given);
                }
            }
            case OverlayUpdate.Peers(var present, var gone) -> {
                if (neighbourhood.changed(present, gone)) {
                    tellPeers();
                    dueAll();
                }
            }
            case OverlayUpdate.Routes routes ->
                incoming.add(routes).ifPresent(whole -> {
                    asked.remove(whole.table().service());
                    taken(book.take(whole));
                });
            case OverlayUpdate.RoutesChanged changed -> {
                switch (book.take(changed)) {
                    case TableBook.Outcome.Taken taken -> taken(taken);
                    case TableBook.Outcome.Gap _ -> askAgain(changed.service());
                }
            }
            case OverlayUpdate.Resolved resolved -> resolved(resolved.question(), resolved.service());
            case OverlayUpdate.NoRoutes nobody ->
                lookups.nobodyHas(nobody.question(), System.nanoTime()).forEach(this::unanswered);
            case OverlayUpdate.Gone(var services) -> {
                interests.gone(services);
                leave(interests.orphans());
            }
            case OverlayUpdate.EndpointsWanted _, OverlayUpdate.EndpointsUnwanted _, OverlayUpdate.SubnetTaken _ ->
                getContext().getLog().warn("The cluster asks what only a cluster knows: ignored");
        }
    }

    /** What it had is another worker's when it was removed, or may be soon: nothing new is reached under that. */
    private void given(NodeSubnet given) {
        if (!subnet.equals(Optional.of(given))) {
            subnet.ifPresent(before -> getContext()
                    .getLog()
                    .warn(
                            "The subnet of this worker is {} now, not {}: new instances wait until those that have addresses"
                                    + " of the old one are gone",
                            given,
                            before));
            subnet = Optional.of(given);
            isOpen = false;
        }
        openPlane();
    }

    private void openAgain() {
        if (!isOpen && self.isPresent() && subnet.isPresent() && openings.isDue(ticks)) {
            openPlane();
        }
    }

    private void openPlane() {
        if (!isOpen && self.isPresent()) {
            subnet.ifPresent(plane::open);
        }
    }

    private void opened(NodeSubnet opened, Plane.Underlay underlay) {
        if (isOpen || !subnet.equals(Optional.of(opened))) {
            return;
        }
        isOpen = true;
        neighbourhood.open(opened, underlay);
        sayHere();
        tellPeers();
        dueAll();
        installDue();
    }

    private void taken(TableBook.Outcome.Taken taken) {
        var service = taken.table().service();
        if (!interests.isWanted(service)) {
            leave(List.of(service));
            return;
        }
        equipment.gauges().tables(book.size());
        due.add(service);
        due.addAll(clients.servedTo(service));
        followClients();
    }

    private void followClients() {
        want(interests.fellows(clients.fellows(), System.nanoTime()));
        installDue();
    }

    private void installDue() {
        if (!isOpen || self.isEmpty()) {
            return;
        }
        var from = neighbourhood.viewpoint(self.get());
        for (var service : List.copyOf(due)) {
            book.find(service).ifPresent(table -> plane.install(table, from, clients.of(table)));
        }
        due.clear();
    }

    private void dueAll() {
        book.all().forEach(table -> due.add(table.service()));
    }

    private void installed(RouteTable table) {
        if (book.find(table.service()).isEmpty()) {
            return; // dropped meanwhile; the data plane is told so after this
        }
        var before = installed.put(table.service(), table.version());
        if (before == null || before != table.version()) {
            say(new OverlayRequest.Applied(table.service(), table.version()));
        }
        var service = table.service();
        lookups.answeredBy(service, question -> isMeant(service, question), System.nanoTime())
                .forEach(one -> {
                    equipment.gauges().resolved(Duration.ofNanos(one.nanos()), true);
                    one.tell(Optional.of(table));
                });
    }

    private boolean isMeant(ServiceId service, Question question) {
        return book.find(question)
                .map(RouteTable::service)
                .filter(service::equals)
                .isPresent();
    }

    private void lookUp(Question question, Consumer<Optional<RouteTable>> answer) {
        var now = System.nanoTime();
        var known = book.find(question);
        known.ifPresent(table -> interests.used(table.service(), now));
        if (known.isPresent() && installed.containsKey(known.get().service())) {
            answer.accept(known);
        } else if (known.isEmpty() && (!isConnected || lookups.isFull())) {
            answer.accept(Optional.empty());
        } else if (lookups.ask(question, answer, now) && known.isEmpty()) {
            say(new OverlayRequest.Resolve(question));
        }
    }

    /** Asking was being interested: the table comes by itself. */
    private void resolved(Question question, ServiceId service) {
        interests.used(service, System.nanoTime());
        lookups.resolved(question, service);
    }

    private void unanswered(Lookups.Answered one) {
        equipment.gauges().resolved(Duration.ofNanos(one.nanos()), false);
        one.tell(Optional.empty());
    }

    private void askAgain(ServiceId service) {
        if (interests.isWanted(service) && asked.add(service)) {
            say(new OverlayRequest.Interested(Map.of(service, 0L)));
        }
    }

    private void want(List<ServiceId> services) {
        for (var page : pages(services)) {
            var versions = new HashMap<ServiceId, Long>();
            page.forEach(service -> versions.put(
                    service, book.find(service).map(RouteTable::version).orElse(0L)));
            say(new OverlayRequest.Interested(versions));
        }
    }

    private static List<List<ServiceId>> pages(List<ServiceId> services) {
        return services.stream()
                .gather(Gatherers.windowFixed(INTERESTS_IN_A_MESSAGE))
                .toList();
    }

    private void tick() {
        ticks++;
        var now = System.nanoTime();
        if (isConnected && subnet.isEmpty() && ticks % SUBNET_AGAIN == 0) {
            self.ifPresent(who -> say(new OverlayRequest.SubnetWanted(who, Optional.empty())));
        }
        openAgain();
        plane.again();
        lookups.overdue(now).forEach(this::unanswered);
        leave(interests.expired(now));
        if (isOpen && ticks % LOOK_AT_USE == 0) {
            plane.askUse(TICK.multipliedBy(2L * LOOK_AT_USE));
        }
        if (neighbourhood.hasMoved()) {
            sayHere();
        }
        if (neighbourhood.looksOtherwise()) {
            dueAll();
        }
        installDue();
    }

    private void leave(List<ServiceId> services) {
        if (!services.isEmpty()) {
            services.forEach(this::forget);
            plane.remove(services);
            equipment.gauges().tables(book.size());
            pages(services).forEach(page -> say(new OverlayRequest.Uninterested(page)));
        }
    }

    private void forget(ServiceId service) {
        book.remove(service);
        installed.remove(service);
        due.remove(service);
        asked.remove(service);
        due.addAll(clients.servedTo(service));
    }

    private void tellPeers() {
        if (isOpen) {
            self.ifPresent(who -> plane.peers(neighbourhood.all(), who));
        }
    }

    private void sayHere() {
        self.flatMap(neighbourhood::here).ifPresent(this::say);
    }

    private void say(OverlayRequest request) {
        if (isConnected) {
            uplink.accept(request);
        }
    }
}
