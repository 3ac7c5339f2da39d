package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.address.AddressPair;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnownNamesTest {
    private static final Optional<Asker> MACHINE = Optional.empty();
    private static final AddressPair ADDRESS = Tables.pair("10.30.0.5", "fdff:2000::5");
    private final KnownNames names = new KnownNames(Policies.BUILT_IN);

    @Test
    void findsATableByItsNameInAnyCase() {
        names.put(Tables.WEB_TABLE);
        assertThat(names.byName(Tables.WEB, MACHINE)).contains(Tables.WEB_TABLE);
        assertThat(names.byName(new ServiceName("SHOP", "Prod", "wEb", "MAIN"), MACHINE))
                .contains(Tables.WEB_TABLE);
        assertThat(names.byName(Tables.CART, MACHINE)).isEmpty();
    }

    @Test
    void tellsServicesApartThatDifferInTheCaseOfALetter() {
        var upper = Tables.table(2, Tables.name("WEB")).table();
        names.put(Tables.WEB_TABLE);
        names.put(upper);
        assertThat(names.byName(Tables.name("WEB"), MACHINE)).contains(upper);
        assertThat(names.byName(Tables.name("web"), MACHINE)).contains(Tables.WEB_TABLE);
        assertThat(names.byName(Tables.name("Web"), MACHINE)).isPresent();
    }

    @Test
    void knowsTheParentsOfItsServicesAndNoOthers() {
        names.put(Tables.WEB_TABLE);
        assertThat(List.of(List.of("prod"), List.of("Shop", "prod"), List.of("main", "shop", "prod")))
                .allMatch(labels -> names.isParent(labels, MACHINE));
        assertThat(List.of(List.of("pro"), List.of("shop"), List.of("mai", "shop", "prod")))
                .noneMatch(labels -> names.isParent(labels, MACHINE));
        names.remove(Tables.WEB_TABLE.service());
        assertThat(names.isParent(List.of("prod"), MACHINE)).isFalse();
    }

    @Test
    void findsWhoseAnAddressIs() {
        names.put(Tables.WEB_TABLE);
        assertThat(names.byAddress("fdff:1000::5").map(AddressName::toString))
                .contains("closest.web.main.shop.prod.holm.");
        assertThat(names.byAddress("10.30.0.9").map(AddressName::toString)).contains("2.web.main.shop.prod.holm.");
        assertThat(names.byAddress("10.18.0.2").map(AddressName::toString)).contains("0.web.main.shop.prod.holm.");
    }

    @Test
    void keepsTheLargerVersion() {
        var old = Tables.table(1, Tables.WEB).version(3).table();
        var young = Tables.table(1, Tables.WEB)
                .version(4)
                .with(Map.of("rr", ADDRESS))
                .table();
        names.put(young);
        names.put(old);
        assertThat(names.byName(Tables.WEB, MACHINE)).contains(young);
    }

    @Test
    void keepsTheAddressesOfAServiceThatCameAgainWhenTheEarlierOneGoes() {
        names.put(Tables.table(1, Tables.WEB).with(Map.of("rr", ADDRESS)).table());
        var again = Tables.table(2, Tables.WEB).with(Map.of("rr", ADDRESS)).table();
        names.put(again);
        assertThat(names.byName(Tables.WEB, MACHINE)).contains(again);
        names.remove(Tables.id(1));
        assertThat(names.byName(Tables.WEB, MACHINE)).contains(again);
        assertThat(names.byAddress("10.30.0.5")).isPresent();
    }

    @Test
    void knowsWhoAsksOnlyWhileItIsAttached() {
        var instance = new InstanceId(Tables.WEB_TABLE.service(), 3);
        names.attached(instance, List.of("10.18.0.2", "fc00::2"));
        assertThat(names.askerAt("fc00::2")).contains(new Asker(instance.service(), Optional.empty()));
        names.put(Tables.WEB_TABLE);
        assertThat(List.of("10.18.0.2", "fc00::2"))
                .allSatisfy(address ->
                        assertThat(names.askerAt(address).flatMap(Asker::name)).contains(Tables.WEB));
        names.detached(instance);
        assertThat(names.askerAt("10.18.0.2")).isEmpty();
    }

    @Test
    void findsForEachAskerWhatItsOwnAccountCallsSo() {
        var ann = Tables.table(1, Tables.WEB).of("a", "Ann").table();
        var bob = Tables.table(2, Tables.WEB).of("b", "Bob").table();
        names.put(ann);
        names.put(bob);
        var elseOfAnn = asker(Tables.table(3, Tables.CART).of("c", "Ann").table());
        var elseOfBob = asker(Tables.table(4, Tables.CART).of("d", "Bob").table());
        assertThat(names.byName(Tables.WEB, elseOfAnn)).contains(ann);
        assertThat(names.byName(Tables.WEB, elseOfBob)).contains(bob);
        names.remove(ann.service());
        assertThat(names.byName(Tables.WEB, elseOfAnn)).isEmpty();
        assertThat(names.isParent(List.of("prod"), elseOfAnn)).isFalse();
        assertThat(names.isParent(List.of("prod"), elseOfBob)).isTrue();
    }

    @Test
    void findsNothingForAnAskerWhoseAccountIsUnknownButWhatIsOfItsApplication() {
        var early = Tables.table(1, Tables.WEB).table();
        names.put(early);
        names.put(Tables.table(2, Tables.WEB).of("b", "Bob").table());
        assertThat(names.byName(Tables.WEB, asker(Tables.table(3, Tables.CART).table())))
                .contains(early);
        assertThat(names.byName(Tables.WEB, Optional.of(new Asker(Tables.id(4), Optional.empty()))))
                .isEmpty();
    }

    private static Optional<Asker> asker(RouteTable table) {
        return Optional.of(new Asker(table.service(), Optional.of(table.about())));
    }

    /** Each change is (service 0–3, how many addresses 1–5, or 0 to remove it). */
    @Property
    void knowsAfterAnyChangesWhatTheLastTablesSay(@ForAll @Size(max = 30) List<@IntRange(max = 23) Integer> changes) {
        var known = new KnownNames(Policies.BUILT_IN);
        var expected = new HashMap<Integer, Integer>();
        var version = 1;
        for (var change : changes) {
            var service = change / 6;
            var addresses = change % 6;
            if (addresses == 0) {
                known.remove(Tables.id(service));
                expected.remove(service);
            } else {
                known.put(Tables.table(service, Tables.name("s" + service))
                        .version(version++)
                        .with(policies(service, addresses))
                        .table());
                expected.put(service, addresses);
            }
        }
        for (var service = 0; service < 4; service++) {
            var addresses = expected.getOrDefault(service, 0);
            assertThat(known.byName(Tables.name("s" + service), MACHINE).isPresent())
                    .isEqualTo(addresses > 0);
            for (var n = 0; n < 5; n++) {
                assertThat(known.byAddress("10.30.%d.%d".formatted(service, n)).isPresent())
                        .isEqualTo(n < addresses);
            }
        }
        assertThat(known.isParent(List.of("prod"), MACHINE)).isEqualTo(!expected.isEmpty());
    }

    private static Map<String, AddressPair> policies(int service, int count) {
        var policies = new HashMap<String, AddressPair>();
        for (var n = 0; n < count; n++) {
            policies.put("policy" + n, Tables.pair("10.30.%d.%d".formatted(service, n), ""));
        }
        return policies;
    }
}
