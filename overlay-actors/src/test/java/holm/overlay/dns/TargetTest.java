package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class TargetTest {
    private static final ServiceName WEB = Tables.WEB;

    @Test
    void takesTheFourLabelsOfAServiceForItsRoundRobinAddress() {
        assertThat(target("web.main.shop.prod.holm.")).isEqualTo(full(WEB, new Which.ByPolicy("rr")));
    }

    @ParameterizedTest
    @CsvSource({
        "closest, closest",
        "rr, rr",
        "round_robin, rr",
        "least_loaded, least_loaded",
        "Least-Loaded, least_loaded"
    })
    void takesAPolicyBeforeTheServiceForThatPolicysAddress(String label, String word) {
        assertThat(target(label + ".web.main.shop.prod.holm.")).isEqualTo(full(WEB, new Which.ByPolicy(word)));
    }

    @Test
    void takesANumberBeforeTheServiceForThatInstance() {
        assertThat(target("12.web.main.shop.prod.holm.")).isEqualTo(full(WEB, new Which.ByNumber(12)));
    }

    @Test
    void keepsTheLettersOfAServiceAsTheyAreAsked() {
        assertThat(target("WEB.main.shop.prod.Holm.")).isEqualTo(full(Tables.name("WEB"), Which.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense.web.main.shop.prod.holm.",
                "01.web.main.shop.prod.holm.",
                "2147483648.web.main.shop.prod.holm.",
                "99999999999.web.main.shop.prod.holm.",
                "0.0.web.main.shop.prod.holm.",
                "w_b.main.shop.prod.holm.",
                "w\\.b.main.shop.prod.holm.",
                "abcdefghijklmnopqrstuvwxyz12345.main.shop.prod.holm.",
                "a-b.holm."
            })
    void knowsWithoutAskingThatNoServiceHasSuchAName(String name) {
        assertThat(target(name)).isEqualTo(new Target.Nothing(Zone.HOLM));
    }

    @Test
    void seesTheTopAndWhatIsBetweenItAndTheServices() {
        assertThat(target("holm.")).isEqualTo(new Target.Apex(Zone.HOLM));
        assertThat(target("shop.prod.holm.")).isEqualTo(new Target.Parent(List.of("shop", "prod")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org.", ".", "org.", "holm.example.", "web.main.shop.prod.", "xholm."})
    void leavesOtherNamesToOthers(String name) {
        assertThat(target(name)).isEqualTo(new Target.Foreign());
    }

    @ParameterizedTest
    @CsvSource({
        "cart., cart, main, rr, true",
        "closest.cart., cart, main, closest, true",
        "cart.other., cart, other, rr, false",
        "closest.cart.other., cart, other, closest, false"
    })
    void completesTheShortNamesOfAnInstanceWithItsApplication(
            String name, String service, String namespace, String policy, boolean certain) {
        var meant = new AddressName(new ServiceName("shop", "prod", service, namespace), new Which.ByPolicy(policy));
        assertThat(Target.of(parse(name), Optional.of(WEB), TargetTest::isPolicy))
                .isEqualTo(new Target.Short(meant, certain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.org.", "my-host.lan.", "a.b.c.", "."})
    void leavesWhatIsNoShortNameOfAnInstanceToOthers(String name) {
        assertThat(Target.of(parse(name), Optional.of(WEB), TargetTest::isPolicy))
                .isEqualTo(new Target.Foreign());
    }

    @Test
    void readsReverseNamesOfBothFamilies() {
        assertThat(target("5.0.30.10.in-addr.arpa."))
                .isEqualTo(new Target.Reverse("10.30.0.5", Optional.of(Zone.SERVICES_V4)));
        assertThat(target("4.3.2.1.in-addr.arpa.")).isEqualTo(new Target.Reverse("1.2.3.4", Optional.empty()));
        assertThat(target("5." + "0.".repeat(24) + "0.0.2.f.f.d.f.ip6.arpa."))
                .isEqualTo(new Target.Reverse("fdff:2000::5", Optional.of(Zone.SERVICES_V6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.30.10.in-addr.arpa.", "x.0.30.10.in-addr.arpa.", "256.0.30.10.in-addr.arpa."})
    void knowsThatAPartOfAnAddressIsNone(String name) {
        assertThat(target(name)).isEqualTo(new Target.Nothing(Zone.SERVICES_V4));
    }

    @Test
    void writesTheNameThatItReads() {
        var name = new AddressName(WEB, new Which.ByNumber(3));
        assertThat(target(name.toString())).isEqualTo(new Target.Full(name));
        assertThat(new AddressName(WEB, Which.DEFAULT)).hasToString("web.main.shop.prod.holm.");
    }

    private static Target target(String name) {
        return Target.of(parse(name), Optional.empty(), TargetTest::isPolicy);
    }

    private static Target full(ServiceName service, Which which) {
        return new Target.Full(new AddressName(service, which));
    }

    private static boolean isPolicy(String word) {
        return Policies.BUILT_IN.tryOf(word).isPresent();
    }

    private static Name parse(String name) {
        return Name.fromConstantString(name);
    }
}
