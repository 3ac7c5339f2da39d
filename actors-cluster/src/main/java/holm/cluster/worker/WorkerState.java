package holm.cluster.worker;

import static holm.domain.Decision.accept;
import static holm.domain.Decision.refuse;

import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.cluster.worker.WorkerCommand.AskSubnet;
import holm.cluster.worker.WorkerCommand.Audit;
import holm.cluster.worker.WorkerCommand.Confirm;
import holm.cluster.worker.WorkerCommand.KeepSubnet;
import holm.cluster.worker.WorkerCommand.Register;
import holm.cluster.worker.WorkerCommand.Release;
import holm.cluster.worker.WorkerCommand.Remove;
import holm.cluster.worker.WorkerCommand.Reserve;
import holm.cluster.worker.WorkerCommand.Settle;
import holm.cluster.worker.WorkerCommand.SubnetTaken;
import holm.cluster.worker.WorkerCommand.Wake;
import holm.cluster.worker.WorkerEvent.Gone;
import holm.cluster.worker.WorkerEvent.Registered;
import holm.cluster.worker.WorkerEvent.Released;
import holm.cluster.worker.WorkerEvent.Removed;
import holm.cluster.worker.WorkerEvent.Reserved;
import holm.cluster.worker.WorkerEvent.SubnetGiven;
import holm.domain.Decision;
import holm.domain.HostPort;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.Refusal.Kind;
import holm.domain.Resources;
import holm.domain.address.NodeSubnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What one worker has promised. Nothing else decides what still fits on it.
 *
 * @param free what is left of the capacity; below zero after a worker came back smaller
 * @param reservations by instance; a persistent map, so that one more costs O(log n)
 * @param ports who holds which port of the host
 * @param subnet addresses for its instances, as the root gave them; empty before the first time
 * @param stay whether it is still one of ours; absent before workers could be removed
 */
@JsonTypeName("worker-state-v1")
public record WorkerState(
        Registration registration,
        Resources free,
        PMap<InstanceId, Reservation> reservations,
        PMap<HostPort, InstanceId> ports,
        Optional<NodeSubnet> subnet,
        Stay stay) {
    public static final WorkerState UNKNOWN = nothing(Stay.HERE);

    /** How a worker is removed. */
    public enum Stay {
        HERE,
        /** Removed; the root has not confirmed yet that its subnet is free. */
        LEAVING,
        /** Removed, and nothing is left of it but its id. */
        GONE
    }

    public WorkerState {
        stay = stay == null ? Stay.HERE : stay; // absent in what older versions stored
    }

    /** Said to whoever comes back under the id of one that was removed. */
    public static final String REMOVED = "removed-worker";

    /**
     * What became of reservations that are decided together, each on what the ones before it left.
     *
     * @param refusals in the order of what was asked; empty for what is promised
     */
    public record Settlement(List<WorkerEvent> events, List<Optional<Refusal>> refusals) {}

    public Settlement settle(List<Reservation> asked) {
        var now = this;
        var events = new ArrayList<WorkerEvent>();
        var refusals = new ArrayList<Optional<Refusal>>();
        for (var wanted : asked) {
            switch (now.reserve(wanted)) {
                case Decision.Accepted<WorkerEvent>(var made) -> {
                    for (var event : made) {
                        now = now.apply(event);
                    }
                    events.addAll(made);
                    refusals.add(Optional.empty());
                }
                case Decision.Refused<WorkerEvent>(var refusal) -> refusals.add(Optional.of(refusal));
            }
        }
        return new Settlement(List.copyOf(events), List.copyOf(refusals));
    }

    public Decision<WorkerEvent> decide(WorkerCommand command) {
        return switch (command) {
            case Register register -> register(register.now());
            case Confirm _ -> isRegistered() ? accept() : refuse(unknown());
            case Release release -> release(release);
            case KeepSubnet(var given) -> keep(given);
            case SubnetTaken _ -> isLeaving() ? accept(new Gone()) : accept();
            case Reserve reserve -> reserve(reserve.reservation());
            case Settle _, AskSubnet _, Remove _, Wake _, Audit _ -> accept();
        };
    }

    /** @param placed instances that sit on it, or may */
    public Decision<WorkerEvent> remove(SortedSet<InstanceId> placed) {
        if (!isRegistered()) {
            return refuse(unknown());
        }
        return placed.isEmpty()
                ? accept(new Removed())
                : refuse(
                        new Refusal(
                                Kind.CONFLICT,
                                "worker-has-instances",
                                "%d instances are placed on worker %s, among them %s"
                                        .formatted(placed.size(), registration.name(), placed.first()),
                                "worker",
                                "delete them (holm scale SERVICE 0, holm delete), or wait until they are placed on another worker"));
    }

    public WorkerState apply(WorkerEvent event) {
        return switch (event) {
            case Registered(var now) ->
                new WorkerState(
                        now,
                        free.plus(now.capacity().minus(registration.capacity())),
                        reservations,
                        ports,
                        subnet,
                        stay);
            case Reserved(var reservation) -> without(reservation.instance()).with(reservation);
            case Released(var instance) -> without(instance);
            case SubnetGiven(var given) ->
                isRegistered()
                        ? new WorkerState(registration, free, reservations, ports, Optional.of(given), stay)
                        : nothing(Stay.LEAVING);
            case Removed _ -> nothing(Stay.LEAVING);
            case Gone _ -> nothing(Stay.GONE);
        };
    }

    public boolean isRegistered() {
        return !registration.equals(Registration.NONE);
    }

    /** @return whether it was removed and the root has not confirmed yet that its subnet is free */
    public boolean isLeaving() {
        return stay == Stay.LEAVING;
    }

    private static WorkerState nothing(Stay stay) {
        return new WorkerState(
                Registration.NONE, Resources.NONE, HashTreePMap.empty(), HashTreePMap.empty(), Optional.empty(), stay);
    }

    /** Its old id means nothing any more: whoever comes back is a new worker. */
    private Decision<WorkerEvent> register(Registration now) {
        if (stay != Stay.HERE) {
            return refuse(unknown());
        }
        return now.equals(registration) ? accept() : accept(new Registered(now));
    }

    /** What the root gave to one that is gone by now has to be taken back as well. */
    private Decision<WorkerEvent> keep(NodeSubnet given) {
        return switch (stay) {
            case HERE ->
                isRegistered() && !subnet.equals(Optional.of(given)) ? accept(new SubnetGiven(given)) : accept();
            case LEAVING -> accept();
            case GONE -> accept(new SubnetGiven(given));
        };
    }

    private Decision<WorkerEvent> reserve(Reservation wanted) {
        if (!isRegistered()) {
            return refuse(unknown());
        }
        var held = reservations.get(wanted.instance());
        if (held != null && held.fence().equals(wanted.fence())) {
            return accept(); // the same promise again
        }
        if (held != null && wanted.fence().isOlderThan(held.fence())) {
            return refuse(Refusal.of(
                    Kind.CONFLICT,
                    "stale-fence",
                    "instance %s is already at %s".formatted(wanted.instance(), held.fence())));
        }
        var rest = without(wanted.instance());
        var taken = rest.takenPort(wanted);
        if (taken.isPresent()) {
            return refuse(Refusal.of(
                    Kind.CONFLICT,
                    "port-taken",
                    "port %s of worker %s is held by instance %s"
                            .formatted(taken.get(), registration.name(), rest.ports.get(taken.get()))));
        }
        return rest.free.covers(wanted.need())
                ? accept(new Reserved(wanted))
                : refuse(Refusal.of(
                        Kind.CONFLICT,
                        "no-capacity",
                        "worker %s has %s left, needed are %s"
                                .formatted(registration.name(), rest.free, wanted.need())));
    }

    private Decision<WorkerEvent> release(Release command) {
        var held = reservations.get(command.instance());
        return held == null || isYounger(held, command) ? accept() : accept(new Released(command.instance()));
    }

    private static boolean isYounger(Reservation held, Release command) {
        return command.fence().isOlderThan(held.fence()) && !command.fence().samePlacement(held.fence());
    }

    private Optional<HostPort> takenPort(Reservation wanted) {
        return wanted.ports().stream().filter(ports::containsKey).sorted().findFirst();
    }

    private WorkerState with(Reservation reservation) {
        var held = ports;
        for (var port : reservation.ports()) {
            held = held.plus(port, reservation.instance());
        }
        return new WorkerState(
                registration,
                free.minus(reservation.need()),
                reservations.plus(reservation.instance(), reservation),
                held,
                subnet,
                stay);
    }

    private WorkerState without(InstanceId instance) {
        var held = reservations.get(instance);
        return held == null
                ? this
                : new WorkerState(
                        registration,
                        free.plus(held.need()),
                        reservations.minus(instance),
                        ports.minusAll(held.ports()),
                        subnet,
                        stay);
    }

    private Refusal unknown() {
        return stay == Stay.HERE
                ? Refusal.of(Kind.UNKNOWN, "unknown-worker", "this worker never registered here")
                : Refusal.of(Kind.UNKNOWN, REMOVED, "this worker was removed");
    }
}
