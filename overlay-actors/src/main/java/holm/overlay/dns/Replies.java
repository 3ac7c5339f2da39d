package holm.overlay.dns;

import java.util.Optional;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes the messages that answer a query. */
final class Replies {
    private static final int HIGHEST_PLAIN_RCODE = 15;

    private static final int[] ANSWERING = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

    private Replies() {}

    /** @param rcode may be an extended one when the query came with EDNS */
    static Message of(Message query, int rcode) {
        var reply = empty(query.getHeader(), rcode & HIGHEST_PLAIN_RCODE);
        var question = query.getQuestion();
        if (question != null) {
            reply.addRecord(question, Section.QUESTION);
        }
        edns(query)
                .ifPresent(opt -> reply.addRecord(
                        new OPTRecord(DnsLimits.EDNS_UDP_BYTES, rcode >> 4, 0, opt.getFlags() & ExtendedFlags.DO),
                        Section.ADDITIONAL));
        return reply;
    }

    /** To what could not be read beyond its header. */
    static Message malformed(Header header) {
        return empty(header, Rcode.FORMERR);
    }

    static Message of(Message query, Finding finding) {
        return switch (finding) {
            case Finding.Absent absent -> negative(of(query, Rcode.NXDOMAIN), absent.zone());
            case Finding.Exists exists
            when exists.records().isEmpty() -> negative(of(query, Rcode.NOERROR), exists.zone());
            case Finding.Exists exists -> {
                var reply = authoritative(of(query, Rcode.NOERROR));
                exists.records().forEach(each -> reply.addRecord(each, Section.ANSWER));
                yield reply;
            }
        };
    }

    /** Hands on what an upstream server said; only the hop's own records stay behind. */
    static Message relayed(Message query, Message said) {
        if (said.getRcode() > HIGHEST_PLAIN_RCODE) {
            return of(query, Rcode.SERVFAIL); // about the hop, not about the name (RFC 6891 9)
        }
        var reply = of(query, said.getRcode());
        if (said.getHeader().getFlag(Flags.AD)) {
            reply.getHeader().setFlag(Flags.AD);
        }
        for (var section : ANSWERING) {
            said.getSection(section).stream()
                    .filter(Replies::isOfTheName)
                    .forEach(each -> reply.addRecord(each, section));
        }
        return reply;
    }

    static Optional<OPTRecord> edns(Message message) {
        return Optional.ofNullable(message.getOPT());
    }

    /** @return how large an answer over UDP may be, in bytes */
    static int largestUdp(Message query) {
        return edns(query)
                .map(opt -> Math.clamp(opt.getPayloadSize(), DnsLimits.PLAIN_UDP_BYTES, DnsLimits.EDNS_UDP_BYTES))
                .orElse(DnsLimits.PLAIN_UDP_BYTES);
    }

    private static boolean isOfTheName(Record each) {
        return each.getType() != Type.OPT && each.getType() != Type.TSIG;
    }

    private static Message empty(Header asked, int rcode) {
        var reply = new Message(asked.getID());
        var header = reply.getHeader();
        header.setOpcode(asked.getOpcode());
        header.setRcode(rcode);
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (asked.getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (asked.getFlag(Flags.CD)) {
            header.setFlag(Flags.CD);
        }
        return reply;
    }

    private static Message negative(Message reply, Zone zone) {
        reply.addRecord(zone.authority(), Section.AUTHORITY);
        return authoritative(reply);
    }

    private static Message authoritative(Message reply) {
        reply.getHeader().setFlag(Flags.AA);
        return reply;
    }
}
