package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Family;
import holm.overlay.kernel.Nft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps everybody but its clients from the isolated instances of this worker. An instance is closed before it has a network, and stays
 * so until somebody says who its clients are (decision 0012). Thread-safe.
 */
final class Isolation {
    private static final String GUARD = "guard_";
    private static final Pattern GUARDS = Pattern.compile("(?m)^\\s*chain " + GUARD + "([0-9a-f]+) \\{");

    /**
     * Who is not known yet is answered from its second packet on: a client that has just started is known before TCP sends its first
     * one again, which is after one second (RFC 6298).
     */
    private static final int KNOCK_SECONDS = 5;

    /** More callers than a subnet of instances has; whoever does not fit in is refused at once. */
    private static final int MOST_KNOCKS = 65_536;

    /** By TCP where it can be said so: the kernel sends few ICMP errors to one caller. */
    private static final List<String> REFUSALS =
            List.of("meta l4proto tcp reject with tcp reset", "reject with icmpx type admin-prohibited");

    private final String table;
    private final Nft nft;
    private final Map<InstanceId, InstanceAddresses> closed = new HashMap<>();
    private final Map<ServiceId, Set<AddressPair>> clients = new HashMap<>();

    Isolation(String table, Nft nft) {
        this.table = table;
        this.nft = nft;
    }

    /** The chains that all isolated instances share; their elements stay. */
    static String rules(String table) {
        var script = new StringBuilder("""
                add chain inet %1$s guarding { type filter hook forward priority filter ; }
                add chain inet %1$s guarding_out { type filter hook output priority filter ; }
                flush chain inet %1$s guarding
                flush chain inet %1$s guarding_out
                add rule inet %1$s guarding ct state established,related return
                add rule inet %1$s guarding_out ct state established,related return
                add rule inet %1$s guarding_out icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } return
                """.formatted(table));
        for (var family : Family.values()) {
            script.append(
                    """
                    add set inet %1$s closed%2$s { type %3$s ; }
                    add map inet %1$s guards%2$s { type %3$s : verdict ; }
                    add set inet %1$s knocks%2$s { type %3$s . %3$s ; size %4$d ; flags dynamic,timeout ; timeout %5$ds ; }
                    add rule inet %1$s guarding %6$s daddr vmap @guards%2$s
                    """.formatted(table, family.digit(), family.type(), MOST_KNOCKS, KNOCK_SECONDS, family.word()));
            // Root can enter the namespace of an instance anyway, and relays a mapped port of ::1 itself.
            host(script, table, family, "ct original %s daddr != %s meta skuid 0 return");
            host(script, table, family, "ct original %s daddr != %s ct status dnat return");
            for (var refusal : REFUSALS) {
                host(script, table, family, refusal);
            }
        }
        return script.toString();
    }

    private static void host(StringBuilder script, String table, Family family, String rule) {
        script.append("add rule inet %s guarding_out %s daddr @closed%s %s\n"
                .formatted(table, family.word(), family.digit(), rule.formatted(family.word(), family.services())));
    }

    /** From now on only clients reach these addresses, and whoever uses a mapped port. */
    synchronized void close(InstanceId instance, InstanceAddresses addresses)
            throws NetworkFailure, InterruptedException {
        nft.run(closing(instance, addresses));
        closed.put(instance, addresses);
    }

    /** The instance is gone; its addresses may be another one's from now on. */
    synchronized void forget(InstanceId instance) throws NetworkFailure, InterruptedException {
        var addresses = closed.get(instance);
        if (addresses == null) {
            return;
        }
        // "add" of what is there changes nothing, so that a missing element does not keep the others.
        var script = new StringBuilder(closing(instance, addresses));
        for (var address : addresses.all()) {
            var digit = Family.of(address).digit();
            script.append("delete element inet %s guards%s { %s }\n".formatted(table, digit, address));
            script.append("delete element inet %s closed%s { %s }\n".formatted(table, digit, address));
        }
        var isLast = closed.keySet().stream()
                .noneMatch(other -> !other.equals(instance) && other.service().equals(instance.service()));
        if (isLast) {
            script.append(dropping(instance.service()));
        }
        nft.run(script.toString());
        closed.remove(instance);
    }

    /** Only these reach the isolated instances of a service here, those that are there and those that come. */
    synchronized void admit(ServiceId service, Set<AddressPair> now) throws NetworkFailure, InterruptedException {
        if (closed.keySet().stream().anyMatch(instance -> instance.service().equals(service))) {
            nft.run(admission(service, now));
        }
        if (now.isEmpty()) {
            clients.remove(service);
        } else {
            clients.put(service, Set.copyOf(now));
        }
    }

    /** Makes these the only ones, in one transaction. Clients that an earlier process admitted stay until somebody says others. */
    synchronized void replace(Collection<AttachmentFile.Content> isolated) throws NetworkFailure, InterruptedException {
        var script = new StringBuilder();
        for (var family : Family.values()) {
            script.append("flush map inet %s guards%s\n".formatted(table, family.digit()));
            script.append("flush set inet %s closed%s\n".formatted(table, family.digit()));
        }
        var wanted =
                isolated.stream().map(content -> content.instance().service()).collect(Collectors.toSet());
        GUARDS.matcher(nft.list("list table inet " + table))
                .results()
                .map(found -> new ServiceId(found.group(1)))
                .filter(service -> !wanted.contains(service))
                .forEach(service -> script.append(dropping(service)));
        isolated.forEach(content -> script.append(closing(content.instance(), content.addresses())));
        nft.run(script.toString());
        closed.clear();
        isolated.forEach(content -> closed.put(content.instance(), content.addresses()));
    }

    private String closing(InstanceId instance, InstanceAddresses addresses) {
        var service = instance.service();
        var script = new StringBuilder(
                "add chain inet %1$s %2$s\nflush chain inet %1$s %2$s\n".formatted(table, guard(service)));
        for (var family : Family.values()) {
            script.append(
                    "add set inet %s %s { type %s ; }\n".formatted(table, allowed(family, service), family.type()));
            for (var rule : rules(family, service)) {
                script.append("add rule inet %s %s %s\n".formatted(table, guard(service), rule));
            }
        }
        Optional.ofNullable(clients.get(service)).ifPresent(known -> script.append(admission(service, known)));
        for (var address : addresses.all()) {
            var digit = Family.of(address).digit();
            script.append("add element inet %s closed%s { %s }\n".formatted(table, digit, address));
            script.append(
                    "add element inet %s guards%s { %s : goto %s }\n".formatted(table, digit, address, guard(service)));
        }
        return script.toString();
    }

    private static List<String> rules(Family family, ServiceId service) {
        var rules = new ArrayList<String>();
        var pair = "%1$s saddr . %1$s daddr".formatted(family.word());
        rules.add("%s saddr @%s return".formatted(family.word(), allowed(family, service)));
        rules.add("ct status dnat ct original %s daddr != %s return".formatted(family.word(), family.services()));
        rules.add("%1$s != @knocks%2$s add @knocks%2$s { %1$s } drop".formatted(pair, family.digit()));
        REFUSALS.forEach(refusal -> rules.add("meta nfproto %s %s".formatted(family.protocol(), refusal)));
        return rules;
    }

    private String admission(ServiceId service, Set<AddressPair> now) {
        var script = new StringBuilder();
        for (var family : Family.values()) {
            var set = allowed(family, service);
            script.append("flush set inet %s %s\n".formatted(table, set));
            var own = now.stream()
                    .flatMap(pair -> pair.texts().stream())
                    .filter(address -> Family.of(address) == family)
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (!own.isEmpty()) {
                script.append("add element inet %s %s { %s }\n".formatted(table, set, own));
            }
        }
        return script.toString();
    }

    private String dropping(ServiceId service) {
        var script = new StringBuilder(
                "flush chain inet %1$s %2$s\ndelete chain inet %1$s %2$s\n".formatted(table, guard(service)));
        for (var family : Family.values()) {
            script.append("delete set inet %s %s\n".formatted(table, allowed(family, service)));
        }
        return script.toString();
    }

    private static String guard(ServiceId service) {
        return GUARD + service;
    }

    private static String allowed(Family family, ServiceId service) {
        return "clients%s_%s".formatted(family.digit(), service);
    }
}
