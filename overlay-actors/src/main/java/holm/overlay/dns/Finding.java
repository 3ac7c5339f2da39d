package holm.overlay.dns;

import holm.domain.address.AddressPair;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What this server itself says to a question about a name in one of its zones. */
sealed interface Finding {
    Zone zone();

    /**
     * The name exists.
     *
     * @param records what was asked for; none: there is nothing of this type
     */
    record Exists(Zone zone, List<Record> records) implements Finding {}

    record Absent(Zone zone) implements Finding {}

    /** Owners of records are spelled as the question spells them: some clients compare every letter (0x20). */
    static Finding address(Record question, Which which, RouteTable table) {
        return which.in(table)
                .<Finding>map(addresses -> new Exists(Zone.HOLM, records(question, addresses)))
                .orElseGet(() -> new Absent(Zone.HOLM));
    }

    private static List<Record> records(Record question, AddressPair addresses) {
        var name = question.getName();
        Stream<Record> v4 = addresses.v4().map(Literals::socketAddress).stream()
                .map(address -> new ARecord(name, DClass.IN, ttlSeconds(), address));
        Stream<Record> v6 = addresses.v6().map(Literals::socketAddress).stream()
                .map(address -> new AAAARecord(name, DClass.IN, ttlSeconds(), address));
        return Stream.concat(v4, v6)
                .filter(each -> wants(question, each.getType()))
                .toList();
    }

    static Finding apex(Record question, Zone zone) {
        return new Exists(
                zone, wants(question, Type.SOA) ? List.of(zone.authority().withName(question.getName())) : List.of());
    }

    /** @param owner who has the address that was asked about */
    static Finding reverse(Record question, Zone zone, AddressName owner) {
        return new Exists(
                zone,
                wants(question, Type.PTR)
                        ? List.of(new PTRRecord(question.getName(), DClass.IN, ttlSeconds(), name(owner)))
                        : List.of());
    }

    private static boolean wants(Record question, int type) {
        return question.getType() == type || question.getType() == Type.ANY;
    }

    private static Name name(AddressName owner) {
        try {
            return Name.fromString(owner.toString());
        } catch (TextParseException longerThanAnyDescriptorAllows) {
            throw new IllegalStateException(longerThanAnyDescriptorAllows);
        }
    }

    private static long ttlSeconds() {
        return DnsLimits.TTL.toSeconds();
    }
}
