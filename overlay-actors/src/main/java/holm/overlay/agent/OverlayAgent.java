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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** A worker that was not told its subnet in this session says so again after so many ticks. */
    private static final int SUBNET_AGAIN = 5;

    /** What was used within the last two looks is in use. */
    private static final int LOOK_AT_USE = 10;

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
    private final PlaneThread plane;
    private final Neighbourhood neighbourhood;
    private final RoutesAssembly incoming = new RoutesAssembly();
    private final TableBook book = new TableBook();
    private final Interests interests = new Interests();
    private final Clients clients = new Clients(book);
    private final OwnSubnet subnet;
    private final Requests requests;
    private final Installations installations;
    private final TableSearch search;
    private long ticks;

    private OverlayAgent(
            ActorContext<OverlayCommand> context,
            TimerScheduler<OverlayCommand> timers,
            Equipment equipment,
            Optional<WorkerId> self,
            Consumer<OverlayRequest> session) {
        super(context);
        this.equipment = equipment;
        this.subnet = new OwnSubnet(equipment.remembered().subnet(), self);
        this.plane = new PlaneThread(
                equipment.plane(), equipment.policies(), equipment.memory(), equipment.gauges(), context.getSelf());
        this.neighbourhood = new Neighbourhood(
                equipment.prober(),
                context.getSelf(),
                equipment.clock(),
                equipment.remembered().peers());
        this.requests = new Requests(session, book);
        this.installations = new Installations(plane, book, clients);
        this.search = new TableSearch(book, interests, installations, requests, equipment.gauges());
        for (var table : equipment.remembered().tables()) {
            book.restore(table);
            interests.used(table.service(), System.nanoTime());
        }
        believeOrWait();
        timers.startTimerWithFixedDelay(new OverlayCommand.Tick(), TICK);
        timers.startTimerWithFixedDelay(new OverlayCommand.Probe(), Neighbourhood.PROBE);
    }

    /**
     * @param self what the cluster calls this worker; empty before its first welcome
     * @param session carries what the cluster is told, to the present session; must not block
     */
    public static Behavior<OverlayCommand> create(
            Equipment equipment, Optional<WorkerId> self, Consumer<OverlayRequest> session) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new OverlayAgent(context, timers, equipment, self, session)));
    }

    @Override
    public Receive<OverlayCommand> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(command -> {
                    on(command);
                    return this;
                })
                .onSignal(PostStop.class, _ -> {
                    search.giveUp();
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
                requests.disconnected();
                search.giveUp();
            }
            case OverlayCommand.Update(var update) -> updated(update);
            case OverlayCommand.Hosts(var services) -> {
                requests.want(interests.hosts(services, System.nanoTime()));
                leave(interests.orphans());
                installations.due(clients.hosts(services));
                followClients();
            }
            case OverlayCommand.LookUp(var question, var answer) -> search.find(question, answer);
            case OverlayCommand.Missed(var address) -> {
                equipment.gauges().missed();
                search.find(Question.ofAnybody(address), table -> plane.answer(address, table.isPresent()));
            }
            case OverlayCommand.Opened(var opened, var underlay) -> opened(opened, underlay);
            case OverlayCommand.Installed(var table) -> installed(table);
            case OverlayCommand.NotInstalled(var service) -> installations.due(List.of(service));
            case OverlayCommand.Used(var services) -> {
                var now = System.nanoTime();
                services.stream().filter(interests::isWanted).forEach(service -> interests.used(service, now));
            }
            case OverlayCommand.Measured(var worker, var millis) -> neighbourhood.measured(worker, millis);
            case OverlayCommand.Tick _ -> tick();
            case OverlayCommand.Probe _ -> {
                if (subnet.isOpen()) {
                    neighbourhood.probe(book.all());
                }
            }
        }
    }

    /** A session knows nothing of earlier ones: everything is said again. */
    private void connected(WorkerId who) {
        subnet.connected(who);
        neighbourhood.is(who);
        requests.connected();
        requests.say(new OverlayRequest.SubnetWanted(who, subnet.given()));
        sayHere();
        requests.want(List.copyOf(interests.all()));
        believeOrWait();
    }

    private void updated(OverlayUpdate update) {
        switch (update) {
            case OverlayUpdate.SubnetGiven(var worker, var given) -> {
                if (subnet.self().equals(Optional.of(worker))) {
                    subnet.given(given);
                    openPlane();
                }
            }
            case OverlayUpdate.Peers(var present, var gone) -> {
                if (neighbourhood.changed(present, gone)) {
                    tellPeers();
                    installations.allDue();
                }
            }
            case OverlayUpdate.Routes routes ->
                incoming.add(routes).ifPresent(whole -> {
                    requests.came(whole.table().service());
                    taken(book.take(whole));
                });
            case OverlayUpdate.RoutesChanged changed -> {
                switch (book.take(changed)) {
                    case TableBook.Outcome.Taken taken -> taken(taken);
                    case TableBook.Outcome.Gap _ -> {
                        if (interests.isWanted(changed.service())) {
                            requests.wantWhole(changed.service());
                        }
                    }
                }
            }
            case OverlayUpdate.Resolved resolved -> search.resolved(resolved.question(), resolved.service());
            case OverlayUpdate.NoRoutes nobody -> search.nobodyHas(nobody.question());
            case OverlayUpdate.Gone(var services) -> {
                interests.gone(services);
                leave(interests.orphans());
            }
            case OverlayUpdate.EndpointsWanted _, OverlayUpdate.EndpointsUnwanted _, OverlayUpdate.SubnetTaken _ ->
                getContext().getLog().warn("The cluster asks what only a cluster knows: ignored");
        }
    }

    /** What is remembered is good while nobody says otherwise, but not under another id. */
    private void believeOrWait() {
        if (subnet.isDoubted()) {
            plane.pause();
        } else {
            openPlane();
        }
    }

    private void openPlane() {
        subnet.toOpen().ifPresent(plane::open);
    }

    private void opened(NodeSubnet opened, Plane.Underlay underlay) {
        if (!subnet.opened(opened)) {
            return;
        }
        neighbourhood.open(opened, underlay);
        sayHere();
        tellPeers();
        installations.allDue();
        installDue();
    }

    private void taken(TableBook.Outcome.Taken taken) {
        var service = taken.table().service();
        if (!interests.isWanted(service)) {
            leave(List.of(service));
            return;
        }
        equipment.gauges().tables(book.size());
        installations.due(List.of(service));
        installations.due(clients.servedTo(service));
        followClients();
    }

    private void followClients() {
        requests.want(interests.fellows(clients.fellows(), System.nanoTime()));
        installDue();
    }

    private void installDue() {
        subnet.self().filter(_ -> subnet.isOpen()).map(neighbourhood::viewpoint).ifPresent(installations::installDue);
    }

    private void installed(RouteTable table) {
        if (book.find(table.service()).isEmpty()) {
            return; // dropped meanwhile; the data plane is told so after this
        }
        if (installations.installed(table)) {
            requests.say(new OverlayRequest.Applied(table.service(), table.version()));
        }
        search.installed(table);
    }

    private void tick() {
        ticks++;
        if (requests.isConnected() && !subnet.isConfirmed() && ticks % SUBNET_AGAIN == 0) {
            subnet.self().ifPresent(who -> requests.say(new OverlayRequest.SubnetWanted(who, subnet.given())));
        }
        subnet.toOpenAt(ticks).ifPresent(plane::open);
        plane.again();
        search.overdue();
        leave(interests.expired(System.nanoTime()));
        if (subnet.isOpen() && ticks % LOOK_AT_USE == 0) {
            plane.askUse(TICK.multipliedBy(2L * LOOK_AT_USE));
        }
        if (neighbourhood.hasMoved()) {
            sayHere();
        }
        if (neighbourhood.looksOtherwise()) {
            installations.allDue();
        }
        installDue();
    }

    private void leave(List<ServiceId> services) {
        if (!services.isEmpty()) {
            services.forEach(book::remove);
            installations.remove(services);
            equipment.gauges().tables(book.size());
            requests.wantNoMore(services);
        }
    }

    private void tellPeers() {
        subnet.self().filter(_ -> subnet.isOpen()).ifPresent(who -> plane.peers(neighbourhood.all(), who));
    }

    private void sayHere() {
        subnet.self().flatMap(neighbourhood::here).ifPresent(requests::say);
    }
}
