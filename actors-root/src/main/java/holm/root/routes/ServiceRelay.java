package holm.root.routes;

import holm.domain.ClusterId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.domain.route.RoutedService;
import holm.wire.link.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one service between clusters: who is interested, who has endpoints and said so, and what each was told. What a cluster
 * said last is good while it is away, until its instances are given to others. Confined to one thread.
 */
final class ServiceRelay {
    /** Something to say to a cluster. */
    record Message(ClusterId cluster, OverlayUpdate update) {}

    /** What a cluster was told of the others, but for the version. */
    private record Told(RoutedService about, List<Endpoint> endpoints, Set<ClusterId> known, boolean complete) {}

    private final ServiceId service;
    private final LongSupplier versions;
    private final Map<ClusterId, Said> said = new HashMap<>();
    /** Parts of what somebody is saying. */
    private final Map<ClusterId, List<OverlayRequest.Endpoints>> saying = new HashMap<>();
    /** Who was asked in its present session. */
    private final Set<ClusterId> asked = new HashSet<>();
    /** Who is interested in its present session, and what it was told; null before the first time. */
    private final Map<ClusterId, @Nullable Told> interested = new HashMap<>();

    private Set<ClusterId> members = Set.of();
    private Optional<RoutedService> about = Optional.empty();

    ServiceRelay(ServiceId service, LongSupplier versions) {
        this.service = service;
        this.versions = versions;
    }

    /** What rows say about it now. */
    void is(Optional<RoutedService> now, Set<ClusterId> clusters) {
        about = now;
        members = Set.copyOf(clusters);
        // Whoever is interested may be known to be so only by what it said, without having any.
        said.keySet().removeIf(cluster -> !members.contains(cluster) && !interested.containsKey(cluster));
    }

    /** It is told anew, whatever it has. */
    void interested(ClusterId cluster) {
        interested.put(cluster, null);
    }

    void uninterested(ClusterId cluster) {
        interested.remove(cluster);
    }

    /** Its session is over. */
    void disconnected(ClusterId cluster) {
        interested.remove(cluster);
        asked.remove(cluster);
        saying.remove(cluster);
    }

    /** @return whether this was the last part */
    boolean said(ClusterId cluster, OverlayRequest.Endpoints part) {
        var parts = part.part() == 1 ? new ArrayList<OverlayRequest.Endpoints>() : saying.remove(cluster);
        if (parts == null || parts.size() + 1 != part.part() || isOfAnother(parts, part)) {
            return false;
        }
        parts.add(part);
        if (part.part() < part.parts()) {
            saying.put(cluster, parts);
            return false;
        }
        saying.remove(cluster);
        var known = said.get(cluster);
        if (known == null || known.version() < part.version()) {
            var endpoints =
                    parts.stream().flatMap(one -> one.endpoints().stream()).toList();
            said.put(cluster, new Said(part.version(), endpoints, part.interested()));
        }
        return true;
    }

    boolean isWanted() {
        return !interested.isEmpty();
    }

    /** @return questions that are open, and what somebody lacks */
    List<Message> messages(Set<ClusterId> connected) {
        var messages = new ArrayList<Message>();
        for (var member : new TreeSet<>(members)) {
            var isForOthers = interested.keySet().stream().anyMatch(other -> !other.equals(member));
            if (isForOthers && connected.contains(member) && asked.add(member)) {
                messages.add(ask(member));
            }
        }
        for (var cluster : new TreeSet<>(interested.keySet())) {
            about.ifPresent(what -> {
                var now = told(what, cluster);
                if (!now.equals(interested.get(cluster))) {
                    interested.put(cluster, now);
                    pages(now).forEach(page -> messages.add(new Message(cluster, page)));
                }
            });
        }
        return messages;
    }

    /** @return that it is no more, for everybody who was interested; nobody is from now on */
    List<Message> gone() {
        var messages = interested.keySet().stream()
                .sorted()
                .map(cluster -> new Message(cluster, new OverlayUpdate.Gone(List.of(service))))
                .toList();
        interested.clear();
        return messages;
    }

    /** Asks whoever may know something once more, for somebody who only looks. */
    List<Message> askAgain(Set<ClusterId> connected) {
        var all = new TreeSet<>(members);
        all.addAll(interested.keySet());
        all.retainAll(connected);
        asked.addAll(all);
        return all.stream().map(this::ask).toList();
    }

    /** @return that nobody has to say anything any more */
    List<Message> end() {
        var messages = asked.stream()
                .sorted()
                .map(cluster -> new Message(cluster, new OverlayUpdate.EndpointsUnwanted(List.of(service))))
                .toList();
        asked.clear();
        return messages;
    }

    /** @return everything that is known of it */
    List<Endpoint> endpoints() {
        return said.entrySet().stream()
                .filter(entry -> members.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().endpoints().stream())
                .toList();
    }

    Optional<RoutedService> about() {
        return about;
    }

    /** @return clusters that may have endpoints and have said nothing */
    List<ClusterId> silent() {
        return members.stream()
                .filter(member -> !said.containsKey(member))
                .sorted()
                .toList();
    }

    Map<ClusterId, List<WorkerId>> interestedWorkers() {
        var workers = new HashMap<ClusterId, List<WorkerId>>();
        interested.keySet().forEach(cluster -> workers.put(cluster, List.of()));
        said.forEach((cluster, what) -> {
            if (!what.interested().isEmpty()) {
                workers.put(cluster, what.interested());
            }
        });
        return workers;
    }

    long version() {
        return said.values().stream().mapToLong(Said::version).max().orElse(0);
    }

    private Told told(RoutedService what, ClusterId cluster) {
        var known = new HashSet<ClusterId>();
        var endpoints = new ArrayList<Endpoint>();
        said.forEach((other, from) -> {
            if (!other.equals(cluster)) {
                known.add(other);
                if (members.contains(other)) {
                    endpoints.addAll(from.endpoints());
                }
            }
        });
        var complete = members.stream().allMatch(member -> member.equals(cluster) || said.containsKey(member));
        var table = RouteTable.of(what, 0, endpoints);
        return new Told(what, table.endpoints(), Set.copyOf(known), complete);
    }

    private List<OverlayUpdate> pages(Told told) {
        var version = versions.getAsLong();
        var pages = Pages.of(told.endpoints());
        if (pages.isEmpty()) {
            pages = List.of(List.of());
        }
        var updates = new ArrayList<OverlayUpdate>();
        for (var page : pages) {
            updates.add(new OverlayUpdate.Routes(
                    RouteTable.of(told.about(), version, page),
                    updates.size() + 1,
                    pages.size(),
                    told.known(),
                    told.complete()));
        }
        return updates;
    }

    private Message ask(ClusterId cluster) {
        return new Message(cluster, new OverlayUpdate.EndpointsWanted(List.of(service)));
    }

    private static boolean isOfAnother(List<OverlayRequest.Endpoints> parts, OverlayRequest.Endpoints next) {
        return !parts.isEmpty()
                && (parts.getFirst().version() != next.version()
                        || parts.getFirst().parts() != next.parts());
    }
}
