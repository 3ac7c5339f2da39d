package holm.overlay.dns;

import holm.overlay.dns.QueryCounts.Outcome;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * Decides who answers a question: what is known here, else the cluster, else an upstream server. What is known here never
 * waits for anybody. Blocks otherwise; for virtual threads.
 */
final class Resolution {
    private final NameTable names;
    private final Inquiries inquiries;
    private final Forwarder forwarder;
    private final Set<InetAddress> self;

    /** @param self as in {@link Client#of} */
    Resolution(NameTable names, Inquiries inquiries, Forwarder forwarder, Set<InetAddress> self) {
        this.names = names;
        this.inquiries = inquiries;
        this.forwarder = forwarder;
        this.self = Set.copyOf(self);
    }

    /** A reply and by whom it was made. */
    record Resolved(Message reply, Outcome outcome) {}

    /** @param query with one question of class IN */
    Resolved resolve(Message query, InetAddress address) throws Unanswered, InterruptedException {
        var question = query.getQuestion();
        var client = Client.of(address, names, self);
        return switch (Target.of(question.getName(), client.asker().flatMap(Asker::name), names::isPolicy)) {
            case Target.Apex apex -> own(query, Finding.apex(question, apex.zone()));
            case Target.Nothing nothing -> own(query, new Finding.Absent(nothing.zone()));
            case Target.Parent parent -> client.isServed() ? own(query, parent(parent, client)) : refused(query);
            case Target.Full full ->
                client.isServed() ? own(query, full(question, full.name(), client)) : refused(query);
            case Target.Reverse reverse -> reverse(query, reverse, client);
            case Target.Short shorter -> inApplication(query, shorter, client);
            case Target.Foreign foreign -> foreign(query, client);
        };
    }

    private Finding parent(Target.Parent parent, Client client) {
        return names.isParent(parent.labels(), client.asker())
                ? new Finding.Exists(Zone.HOLM, List.of())
                : new Finding.Absent(Zone.HOLM);
    }

    private Finding full(Record question, AddressName name, Client client) throws Unanswered, InterruptedException {
        var known = known(question, name, client);
        return known.isPresent()
                ? known.get()
                : asked(question, name, client).orElseGet(() -> new Finding.Absent(Zone.HOLM));
    }

    private Resolved reverse(Message query, Target.Reverse reverse, Client client) throws Unanswered {
        var question = query.getQuestion();
        var owner = names.byAddress(reverse.address());
        if (owner.isPresent()) {
            return own(query, Finding.reverse(question, reverse.zone().orElse(Zone.HOLM), owner.get()));
        }
        return reverse.zone().isPresent()
                ? own(query, new Finding.Absent(reverse.zone().get()))
                : foreign(query, client);
    }

    private Resolved inApplication(Message query, Target.Short shorter, Client client)
            throws Unanswered, InterruptedException {
        var question = query.getQuestion();
        var known = known(question, shorter.name(), client);
        if (known.isPresent()) {
            return own(query, known.get());
        }
        return shorter.certain()
                ? hereThenAbroad(query, shorter.name(), client)
                : abroadThenHere(query, shorter.name(), client);
    }

    private Resolved hereThenAbroad(Message query, AddressName name, Client client)
            throws Unanswered, InterruptedException {
        var found = askedInPassing(query.getQuestion(), name, client);
        return found.isPresent() ? own(query, found.get()) : foreign(query, client);
    }

    /** A real name of the Internet never becomes a service's, and the cluster is not asked about each of them. */
    private Resolved abroadThenHere(Message query, AddressName name, Client client)
            throws Unanswered, InterruptedException {
        Resolved abroad;
        try {
            abroad = foreign(query, client);
        } catch (Unanswered upstreamsAway) {
            // A site without a way out has services all the same. Of all other names it is unknown whether they exist.
            return own(query, asked(query.getQuestion(), name, client).orElseThrow(() -> upstreamsAway));
        }
        if (abroad.reply().getRcode() == Rcode.NOERROR) {
            return abroad;
        }
        return askedInPassing(query.getQuestion(), name, client)
                .map(found -> own(query, found))
                .orElse(abroad);
    }

    /** For names that others may have as well: while the cluster is away, only theirs are found. */
    private Optional<Finding> askedInPassing(Record question, AddressName name, Client client)
            throws InterruptedException {
        try {
            return asked(question, name, client);
        } catch (Unanswered clusterAway) {
            return Optional.empty();
        }
    }

    private Optional<Finding> known(Record question, AddressName name, Client client) {
        return names.byName(name.service(), client.asker())
                .map(table -> Finding.address(question, name.which(), table));
    }

    private Optional<Finding> asked(Record question, AddressName name, Client client)
            throws Unanswered, InterruptedException {
        return inquiries
                .ask(name.service(), client.asker().map(Asker::service))
                .map(table -> Finding.address(question, name.which(), table));
    }

    private Resolved foreign(Message query, Client client) throws Unanswered {
        var said = client.isServed() && query.getHeader().getFlag(Flags.RD)
                ? forwarder.forward(query, client.address())
                : Optional.<Message>empty();
        return said.map(message -> new Resolved(Replies.relayed(query, message), Outcome.FORWARDED))
                .orElseGet(() -> refused(query));
    }

    private static Resolved refused(Message query) {
        return new Resolved(Replies.of(query, Rcode.REFUSED), Outcome.REFUSED);
    }

    private static Resolved own(Message query, Finding finding) {
        return new Resolved(Replies.of(query, finding), Outcome.ANSWERED);
    }
}
