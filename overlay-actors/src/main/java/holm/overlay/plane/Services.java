package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.overlay.NetworkFailure;
import holm.overlay.balance.Destination;
import holm.overlay.kernel.Conntrack;
import holm.overlay.kernel.Family;
import holm.overlay.kernel.Flow;
import holm.overlay.kernel.Nft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs services in the kernel and remembers them in files. For one thread, except {@link #isKnown}. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private final String table;
    private final Nft nft;
    private final ServiceFiles files;
    private final Consumer<Set<String>> placed;
    private final Installed installed = new Installed();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param placed hears of addresses as soon as the kernel knows where they lead */
    Services(String table, Nft nft, ServiceFiles files, Consumer<Set<String>> placed) {
        this.table = table;
        this.nft = nft;
        this.files = files;
        this.placed = placed;
    }

    /** @return whether flows to the address are translated or refused by the kernel; any thread may ask */
    boolean isKnown(String address) {
        return known.contains(address);
    }

    /** Replaces what the kernel has by what the files say, without a moment between. */
    void restore() throws NetworkFailure, InterruptedException {
        var script = new ServiceScript(table);
        var before = new HashSet<String>();
        for (var family : Family.values()) {
            before.addAll(elements("known" + family.digit()).keySet());
            script.flush(family);
        }
        var listed = nft.list("list table inet " + table);
        Listing.chains(listed).stream().filter(ServiceScript::isOfService).forEach(script::drop);
        var change = new Change(installed, script);
        files.all().forEach(change::install);
        commit(change);
        before.removeAll(known);
        settle(before);
    }

    /** @return those of them that were installed; one that is there in a newer version is left alone */
    List<ServiceTable> install(Collection<ServiceTable> wanted) throws NetworkFailure, InterruptedException {
        var newer = wanted.stream().filter(this::isNewer).toList();
        for (var service : newer) {
            requireSound(service);
        }
        var change = new Change(installed, new ServiceScript(table));
        newer.forEach(change::install);
        commit(change);
        settle(change.left());
        newer.forEach(this::remember);
        return newer;
    }

    /** The kernel has it, and that is what counts: without its file it is only missing after a restart, until it is installed again. */
    private void remember(ServiceTable service) {
        try {
            files.write(service);
        } catch (NetworkFailure full) {
            LOG.warn("service={} is installed, but not remembered: {}", service.service(), full.getMessage());
        }
    }

    void remove(Collection<ServiceId> gone) throws NetworkFailure, InterruptedException {
        var leadingNowhere = leadingNowhere(gone);
        var change = new Change(installed, new ServiceScript(table));
        gone.forEach(change::remove);
        commit(change);
        if (!leadingNowhere.isEmpty()) {
            // Nobody answers these flows, and the next packet to the address has to be asked about: it may be another
            // service's by now.
            Conntrack.end(flow -> leadingNowhere.contains(flow.destination()));
        }
        for (var service : gone) {
            files.delete(service);
        }
        settle(change.left());
    }

    private Set<String> leadingNowhere(Collection<ServiceId> services) {
        return services.stream()
                .map(installed.tables::get)
                .filter(Objects::nonNull)
                .flatMap(there -> there.destinations().stream())
                .filter(destination -> destination.targets().isEmpty())
                .map(Destination::address)
                .collect(Collectors.toSet());
    }

    /** Lets addresses go that no flow holds any more. */
    void tidy() throws NetworkFailure, InterruptedException {
        settle(Set.copyOf(installed.lingering));
    }

    Set<String> usedWithin(Duration time) throws NetworkFailure, InterruptedException {
        var used = new HashSet<String>();
        for (var family : Family.values()) {
            for (var element : elements("used" + family.digit()).entrySet()) {
                var age = Duration.ofSeconds(PlaneRules.USE_SECONDS).minus(element.getValue());
                if (age.compareTo(time) <= 0) {
                    used.add(element.getKey());
                }
            }
        }
        return used;
    }

    private Map<String, Duration> elements(String set) throws NetworkFailure, InterruptedException {
        return Listing.elements(nft.list("list set inet %s %s".formatted(table, set)));
    }

    private boolean isNewer(ServiceTable wanted) {
        var there = installed.tables.get(wanted.service());
        return there == null || there.version() <= wanted.version();
    }

    private void commit(Change change) throws NetworkFailure, InterruptedException {
        var script = change.script();
        if (!script.isEmpty()) {
            nft.run(script);
        }
        change.keep();
        known.addAll(change.placed());
        placed.accept(change.placed());
    }

    /**
     * An address leaves the known ones only when no flow holds it: a live flow stalls at once otherwise (tried). New flows to it are
     * refused until then.
     */
    private void settle(Set<String> left) throws NetworkFailure, InterruptedException {
        if (left.isEmpty()) {
            return;
        }
        var held = Conntrack.flows(flow -> left.contains(flow.destination())).stream()
                .map(Flow::destination)
                .collect(Collectors.toSet());
        var script = new ServiceScript(table);
        for (var address : left) {
            if (held.contains(address)) {
                script.refuse(address);
            } else {
                if (installed.lingering.contains(address)) {
                    script.admit(address);
                }
                script.forget(address);
            }
        }
        nft.run(script.toString());
        installed.lingering.removeAll(left);
        known.removeAll(left);
        installed.lingering.addAll(held);
        known.addAll(held);
    }

    private static void requireSound(ServiceTable service) throws NetworkFailure {
        var addresses = new ArrayList<String>();
        for (var destination : service.destinations()) {
            addresses.add(destination.address());
            if (!Family.isService(destination.address())) {
                throw new NetworkFailure(destination.address() + " is not an address of a service", false);
            }
            for (var target : destination.targets()) {
                addresses.add(target.namespaceAddress());
                if (Family.of(target.namespaceAddress()) != Family.of(destination.address())) {
                    throw new NetworkFailure(
                            "%s cannot lead to %s of another family"
                                    .formatted(destination.address(), target.namespaceAddress()),
                            false);
                }
            }
        }
        for (var address : addresses) {
            if (!Family.isCanonical(address)) {
                throw new NetworkFailure("not an address in its canonical spelling: " + address, false);
            }
        }
    }
}
