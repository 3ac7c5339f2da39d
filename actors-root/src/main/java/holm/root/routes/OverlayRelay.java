package holm.root.routes;

import holm.domain.ClusterId;
import holm.domain.ServiceId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Question;
import holm.domain.route.RoutedService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Relays tables between clusters: says whose an address is, asks the clusters that have a service for their endpoints while others are
 * interested, and hands on what changes. Nothing is stored (decision 0008); clusters say everything again in each session.
 */
public final class OverlayRelay {
    /** A cluster answers within milliseconds, and people wait for this. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private record Connection(String session, ActorRef<OverlayUpdate> updates) {}

    /** Somebody who looks at a service, and for whose answer is waited. */
    private record Look(ServiceId service, Set<ClusterId> awaited, ActorRef<Optional<RelayCommand.Shown>> replyTo) {}

    private final ActorContext<RelayCommand> context;
    private final TimerScheduler<RelayCommand> timers;
    private final AddressIndex index;
    private final LongSupplier versions;
    private final Map<ClusterId, Connection> connections = new HashMap<>();
    private final Map<ServiceId, ServiceRelay> relays = new HashMap<>();
    private final Map<Long, Look> looks = new HashMap<>();
    private final PeerRelay peers = new PeerRelay();
    private long looked;

    private OverlayRelay(
            ActorContext<RelayCommand> context,
            TimerScheduler<RelayCommand> timers,
            AddressIndex index,
            LongSupplier versions) {
        this.context = context;
        this.timers = timers;
        this.index = index;
        this.versions = versions;
        index.load();
    }

    /** @param versions a larger number at each call, also over restarts */
    public static Behavior<RelayCommand> create(AddressIndex index, LongSupplier versions) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var relay = new OverlayRelay(context, timers, index, versions);
            return Behaviors.receiveMessage(command -> {
                relay.on(command);
                return Behaviors.same();
            });
        }));
    }

    private void on(RelayCommand command) {
        switch (command) {
            case RelayCommand.Connected(var cluster, var session, var updates) -> {
                disconnected(cluster);
                connections.put(cluster, new Connection(session, updates));
                say(peers.all(cluster));
                follow(List.copyOf(relays.keySet()));
            }
            case RelayCommand.Disconnected(var cluster, var session) -> {
                if (isCurrent(cluster, session)) {
                    disconnected(cluster);
                }
            }
            case RelayCommand.Said(var cluster, var session, var request) -> {
                if (isCurrent(cluster, session)) {
                    said(cluster, request);
                }
            }
            case RelayCommand.ServiceChanged(var service) -> {
                index.serviceChanged(service);
                changed(service);
                follow(fellowsOf(service));
            }
            case RelayCommand.InstanceChanged(var instance) -> {
                index.instanceChanged(instance);
                changed(instance.service());
            }
            case RelayCommand.Show(var key, var replyTo) -> show(key, replyTo);
            case RelayCommand.Enough(var look) ->
                Optional.ofNullable(looks.remove(look)).ifPresent(this::answer);
        }
    }

    private void said(ClusterId cluster, OverlayRequest request) {
        switch (request) {
            case OverlayRequest.Here here -> say(peers.here(cluster, here, connections.keySet()));
            case OverlayRequest.Left(var workers) -> say(peers.left(cluster, workers, connections.keySet()));
            case OverlayRequest.Resolve resolve -> resolve(cluster, resolve.question());
            case OverlayRequest.Interested(var services) -> {
                services.keySet().forEach(service -> relay(service).interested(cluster));
                follow(List.copyOf(services.keySet()));
            }
            case OverlayRequest.Uninterested(var services) -> {
                services.forEach(service ->
                        Optional.ofNullable(relays.get(service)).ifPresent(relay -> relay.uninterested(cluster)));
                follow(services);
            }
            case OverlayRequest.Endpoints part -> endpoints(cluster, part);
            case OverlayRequest.SubnetWanted _,
                    OverlayRequest.SubnetReturned _,
                    OverlayRequest.Applied _ -> {} // not for the relay
        }
    }

    private void resolve(ClusterId cluster, Question question) {
        var service = index.find(question);
        if (service.isEmpty()) {
            say(List.of(new ServiceRelay.Message(cluster, new OverlayUpdate.NoRoutes(question))));
            return;
        }
        say(List.of(new ServiceRelay.Message(cluster, new OverlayUpdate.Resolved(question, service.get()))));
        relay(service.get()).interested(cluster);
        follow(List.of(service.get()));
    }

    /** A cluster speaks for its own instances only. */
    private void endpoints(ClusterId cluster, OverlayRequest.Endpoints part) {
        var relay = relays.get(part.service());
        if (relay == null) {
            return;
        }
        var own = part.endpoints().stream()
                .filter(endpoint -> endpoint.cluster().equals(cluster)
                        && endpoint.instance().service().equals(part.service())
                        && index.isIn(endpoint.instance(), cluster))
                .toList();
        var isWhole = relay.said(
                cluster,
                new OverlayRequest.Endpoints(
                        part.service(), part.version(), part.part(), part.parts(), own, part.interested()));
        if (isWhole) {
            answerWhoWaitsFor(cluster, part.service());
            follow(List.of(part.service()));
        }
    }

    /** @return isolated services that somebody wants and that have or had this one in their application */
    private List<ServiceId> fellowsOf(ServiceId service) {
        var application = index.about(service).map(RoutedService::application);
        return relays.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .about()
                        .filter(about -> about.isolated()
                                && (application.equals(Optional.of(about.application()))
                                        || about.fellows().orElse(Set.of()).contains(service)))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void changed(ServiceId service) {
        if (relays.containsKey(service)) {
            follow(List.of(service));
        }
    }

    /** Reads what rows say of these services, and says what follows; a service that nobody wants is forgotten. */
    private void follow(List<ServiceId> services) {
        for (var service : services) {
            var relay = relays.get(service);
            if (relay == null) {
                continue;
            }
            relay.is(index.about(service), index.clustersOf(service));
            say(index.isGone(service) ? relay.gone() : relay.messages(connections.keySet()));
            var isLookedAt =
                    looks.values().stream().anyMatch(look -> look.service().equals(service));
            if (!relay.isWanted() && !isLookedAt) {
                say(relay.end());
                relays.remove(service);
            }
        }
    }

    private ServiceRelay relay(ServiceId service) {
        return relays.computeIfAbsent(service, _ -> new ServiceRelay(service, versions));
    }

    private void show(String key, ActorRef<Optional<RelayCommand.Shown>> replyTo) {
        var service = index.find(Question.ofAnybody(key));
        if (service.isEmpty()) {
            replyTo.tell(Optional.empty());
            return;
        }
        var relay = relay(service.get());
        relay.is(index.about(service.get()), index.clustersOf(service.get()));
        var questions = relay.askAgain(connections.keySet());
        var awaited = new HashSet<ClusterId>();
        questions.forEach(question -> awaited.add(question.cluster()));
        var look = new Look(service.get(), awaited, replyTo);
        if (awaited.isEmpty()) {
            answer(look);
            return;
        }
        looks.put(++looked, look);
        timers.startSingleTimer(looked, new RelayCommand.Enough(looked), LOOK);
        say(questions);
    }

    private void answerWhoWaitsFor(ClusterId cluster, ServiceId service) {
        var answered = new ArrayList<Look>();
        looks.values().removeIf(look -> {
            if (!look.service().equals(service)) {
                return false;
            }
            look.awaited().remove(cluster);
            var isAnswered = look.awaited().isEmpty();
            if (isAnswered) {
                answered.add(look);
            }
            return isAnswered;
        });
        answered.forEach(this::answer);
    }

    private void answer(Look look) {
        var relay = relay(look.service());
        look.replyTo()
                .tell(relay.about()
                        .map(about -> new RelayCommand.Shown(
                                about,
                                relay.version(),
                                relay.endpoints(),
                                relay.silent(),
                                relay.interestedWorkers(),
                                peers.all())));
        follow(List.of(look.service()));
    }

    private void disconnected(ClusterId cluster) {
        if (connections.remove(cluster) != null) {
            relays.values().forEach(relay -> relay.disconnected(cluster));
            follow(List.copyOf(relays.keySet()));
        }
    }

    private boolean isCurrent(ClusterId cluster, String session) {
        var connection = connections.get(cluster);
        return connection != null && connection.session().equals(session);
    }

    private void say(List<ServiceRelay.Message> messages) {
        for (var message : messages) {
            var connection = connections.get(message.cluster());
            if (connection == null) {
                context.getLog().debug("Cluster {} is away and hears later", message.cluster());
            } else {
                connection.updates().tell(message.update());
            }
        }
    }
}
