package holm.overlay.dns;

import holm.overlay.LogBrake;
import holm.overlay.dns.QueryCounts.Outcome;
import holm.overlay.dns.Resolution.Resolved;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From the bytes of a query to the bytes of its answer. Whatever the bytes are, it returns. */
final class QueryHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QueryHandler.class);

    /** Types from 128 on are no data but wishes (RFC 6895 3.1): whole zones, mail agents; only "any" is served. */
    private static final int FIRST_META_TYPE = 128;

    private static final int LAST_META_TYPE = 255;

    private final Resolution resolution;
    private final QueryCounts counts;
    private final LogBrake unanswered = new LogBrake(DnsLimits.LOG_PAUSE, System::nanoTime);
    private final LogBrake broken = new LogBrake(DnsLimits.LOG_PAUSE, System::nanoTime);

    QueryHandler(Resolution resolution, QueryCounts counts) {
        this.resolution = resolution;
        this.counts = counts;
    }

    /** How the query came, and so how large its answer may be. */
    enum Transport {
        UDP,
        TCP
    }

    /** @return empty when nothing is to be sent back. May block for as long as others are asked */
    Optional<byte[]> handle(byte[] bytes, InetAddress client, Transport transport) throws InterruptedException {
        counts.query();
        var header = header(bytes);
        if (header.isEmpty()) {
            // Too short, or itself an answer: an answer to it could go round for ever.
            counts.done(Outcome.DROPPED);
            return Optional.empty();
        }
        try {
            var query = parse(bytes);
            var resolved = query.isEmpty()
                    ? new Resolved(Replies.malformed(header.get()), Outcome.REFUSED)
                    : answer(query.get(), client);
            var largest = transport == Transport.TCP
                    ? DnsLimits.TCP_BYTES
                    : query.map(Replies::largestUdp).orElse(DnsLimits.PLAIN_UDP_BYTES);
            var reply = resolved.reply().toWire(largest);
            counts.done(resolved.outcome());
            return Optional.of(reply);
        } catch (RuntimeException defect) {
            broken.pass().ifPresent(leftOut -> LOG.error("name server failed at a query left-out={}", leftOut, defect));
            counts.done(Outcome.FAILED);
            return Optional.empty();
        }
    }

    private Resolved answer(Message query, InetAddress client) throws InterruptedException {
        var wrong = wrong(query);
        if (wrong.isPresent()) {
            return new Resolved(Replies.of(query, wrong.get()), Outcome.REFUSED);
        }
        try {
            return resolution.resolve(query, client);
        } catch (Unanswered e) {
            unanswered
                    .pass()
                    .ifPresent(leftOut -> LOG.warn(
                            "a name could not be resolved reason={} cause={} left-out={}",
                            e.getMessage(),
                            String.valueOf(e.getCause()),
                            leftOut));
            return new Resolved(Replies.of(query, Rcode.SERVFAIL), Outcome.FAILED);
        }
    }

    /** @return what is wrong about the query, whatever it is about */
    private static Optional<Integer> wrong(Message query) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Optional.of(Rcode.NOTIMP);
        }
        if (query.getSection(Section.QUESTION).size() != 1) {
            return Optional.of(Rcode.FORMERR);
        }
        if (Replies.edns(query).map(OPTRecord::getVersion).orElse(0) > 0) {
            return Optional.of(Rcode.BADVERS);
        }
        var question = query.getQuestion();
        var meta = question.getType() >= FIRST_META_TYPE
                && question.getType() <= LAST_META_TYPE
                && question.getType() != Type.ANY;
        return question.getDClass() != DClass.IN || meta || question.getType() == Type.OPT
                ? Optional.of(Rcode.REFUSED)
                : Optional.empty();
    }

    private static Optional<Header> header(byte[] bytes) {
        if (bytes.length < Header.LENGTH) {
            return Optional.empty();
        }
        try {
            var header = new Header(Arrays.copyOf(bytes, Header.LENGTH));
            return header.getFlag(Flags.QR) ? Optional.empty() : Optional.of(header);
        } catch (IOException impossible) {
            return Optional.empty();
        }
    }

    private static Optional<Message> parse(byte[] bytes) {
        try {
            return bytes.length > DnsLimits.QUERY_BYTES ? Optional.empty() : Optional.of(new Message(bytes));
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }
}
