package holm.overlay.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Asks upstream servers, one after the other, beginning with the one that answered last. Blocks; for virtual threads. */
final class Forwarder {
    private static final int IDS = 1 << 16;

    private final Upstreams upstreams;
    private final Set<InetSocketAddress> self;
    private final Duration patience;
    private final RandomGenerator random;
    private final Slots slots = new Slots(DnsLimits.FORWARDS, DnsLimits.FORWARDS_PER_CLIENT);
    private final AtomicReference<InetSocketAddress> answeredLast = new AtomicReference<>();

    /**
     * @param self is never asked
     * @param patience for each attempt
     * @param random secure: ids must not be foreseen
     */
    Forwarder(Upstreams upstreams, Set<InetSocketAddress> self, Duration patience, RandomGenerator random) {
        this.upstreams = upstreams;
        this.self = Set.copyOf(self);
        this.patience = patience;
        this.random = random;
    }

    /** @return what an upstream server says to the client's query; empty when there is none to ask */
    Optional<Message> forward(Message query, InetAddress client) throws Unanswered {
        var servers = inOrder(upstreams.now());
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        var slot = slots.take(client);
        if (slot.isEmpty()) {
            throw new Unanswered("too many questions to upstream servers wait at once");
        }
        try {
            return Optional.of(ask(query, servers));
        } finally {
            slot.get().run();
        }
    }

    private Message ask(Message query, List<InetSocketAddress> servers) throws Unanswered {
        Optional<Message> unhelpful = Optional.empty();
        Optional<IOException> failure = Optional.empty();
        for (var attempt = 0; attempt < DnsLimits.UPSTREAM_ATTEMPTS; attempt++) {
            var server = servers.get(attempt % servers.size());
            try {
                var answer = new UpstreamQuery(server, own(query), patience).ask();
                if (isHelpful(answer)) {
                    answeredLast.set(server);
                    return answer;
                }
                unhelpful = Optional.of(answer);
            } catch (IOException silentOrClosed) {
                failure = Optional.of(silentOrClosed);
            }
            if (unhelpful.isPresent() && attempt + 1 >= servers.size()) {
                break; // everybody was asked; the same server would say the same again
            }
        }
        var last = failure;
        return unhelpful.orElseThrow(() ->
                new Unanswered("no upstream server answers, last asked: " + servers.getLast(), last.orElseThrow()));
    }

    /** Another server may be able where this one is not (RFC 1034 5.3.3, step 4d). */
    private static boolean isHelpful(Message answer) {
        return answer.getRcode() != Rcode.SERVFAIL && answer.getRcode() != Rcode.REFUSED;
    }

    private List<InetSocketAddress> inOrder(List<InetSocketAddress> servers) {
        var first = answeredLast.get();
        return servers.stream()
                .filter(each -> !self.contains(each))
                .sorted(Comparator.comparing(each -> !each.equals(first)))
                .toList();
    }

    /** The same question under an id of our own. EDNS only when the client speaks it: then it also understands a server that does not. */
    private Message own(Message query) {
        var own = new Message(random.nextInt(IDS));
        own.getHeader().setFlag(Flags.RD);
        if (query.getHeader().getFlag(Flags.CD)) {
            own.getHeader().setFlag(Flags.CD);
        }
        own.addRecord(query.getQuestion(), Section.QUESTION);
        Replies.edns(query)
                .ifPresent(opt -> own.addRecord(
                        new OPTRecord(DnsLimits.EDNS_UDP_BYTES, 0, 0, opt.getFlags() & ExtendedFlags.DO),
                        Section.ADDITIONAL));
        return own;
    }
}
