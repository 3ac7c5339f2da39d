package holm.overlay.dns;

import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/** A part of the name space for which this server alone speaks. */
enum Zone {
    HOLM(AddressName.TOP + "."),
    /** 10.30.0.0/16, the addresses of services and instances. */
    SERVICES_V4("30.10.in-addr.arpa."),
    /** fdff::/16, the same. */
    SERVICES_V6("f.f.d.f.ip6.arpa.");

    private static final Name RESPONSIBLE = Name.fromConstantString("hostmaster." + AddressName.TOP + ".");

    /** There is nobody who would copy the zone, so the numbers for copies say nothing. */
    private static final long SERIAL = 1;

    private static final long COPY_SECONDS = Duration.ofHours(1).toSeconds();
    private final Name origin;

    Zone(String origin) {
        this.origin = Name.fromConstantString(origin);
    }

    Name origin() {
        return origin;
    }

    boolean holds(Name name) {
        return name.subdomain(origin);
    }

    /** Says with a negative answer how long that may be remembered: the smaller of its own TTL and its minimum (RFC 2308 5). */
    SOARecord authority() {
        var remembered = DnsLimits.NEGATIVE_TTL.toSeconds();
        return new SOARecord(
                origin,
                DClass.IN,
                remembered,
                origin,
                RESPONSIBLE,
                SERIAL,
                COPY_SECONDS,
                COPY_SECONDS,
                COPY_SECONDS,
                remembered);
    }
}
