package holm.domain.route;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.descriptor.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static final ServiceId ANNS = new ServiceId("0000000000000000000000a1");
    private static final ServiceId BOBS = new ServiceId("0000000000000000000000b1");
    private static final ServiceId ELSE_OF_ANN = new ServiceId("0000000000000000000000a2");
    private static final String WEB = "app.ns.web.ns";
    private static final String ADDRESS = "10.30.0.1";

    private final KeyIndex index = new KeyIndex();

    @Test
    void meansByANameWhatTheAskersAccountCallsSo() {
        index.put(table(ANNS, "web", "a", Optional.of("Ann")));
        index.put(table(BOBS, "web", "b", Optional.of("Bob")));
        index.put(table(ELSE_OF_ANN, "db", "c", Optional.of("Ann")));
        assertThat(index.find(new Question(WEB, Optional.of(ELSE_OF_ANN)))).contains(ANNS);
        assertThat(index.find(new Question(WEB, Optional.of(BOBS)))).contains(BOBS);
        assertThat(index.find(new Question("app.ns.db.ns", Optional.of(BOBS)))).isEmpty();
        assertThat(index.find(new Question(WEB, Optional.of(new ServiceId("0000000000000000000000ff")))))
                .isEmpty();
    }

    @Test
    void knowsServicesOfOneApplicationAsOneAccountsAlsoWhenNobodySaidWhose() {
        index.put(table(ANNS, "web", "a", Optional.empty()));
        index.put(table(BOBS, "web", "b", Optional.empty()));
        index.put(table(ELSE_OF_ANN, "db", "a", Optional.of("Ann")));
        assertThat(index.find(new Question(WEB, Optional.of(ELSE_OF_ANN)))).contains(ANNS);
        index.remove(ANNS);
        assertThat(index.find(new Question(WEB, Optional.of(ELSE_OF_ANN)))).isEmpty();
    }

    @Test
    void tellsWhoHasNoAccountTheOneThatWasPutLastAndTheOtherOnceThatIsGone() {
        index.put(table(ANNS, "web", "a", Optional.of("Ann")));
        index.put(table(BOBS, "web", "b", Optional.of("Bob")));
        assertThat(index.find(Question.ofAnybody(WEB))).contains(BOBS);
        index.remove(BOBS);
        assertThat(index.find(Question.ofAnybody(WEB))).contains(ANNS);
        index.remove(ANNS);
        assertThat(index.find(Question.ofAnybody(WEB))).isEmpty();
    }

    @Test
    void followsAnAddressToItsNewOwnerAndKeepsItWhenTheFormerOneGoes() {
        index.put(table(ANNS, "web", "a", Optional.of("Ann")));
        index.put(table(BOBS, "shop", "b", Optional.of("Bob")));
        assertThat(index.find(Question.ofAnybody(ADDRESS))).contains(BOBS);
        index.remove(ANNS);
        assertThat(index.find(Question.ofAnybody(ADDRESS))).contains(BOBS);
    }

    private static RouteTable table(ServiceId id, String name, String application, Optional<String> account) {
        var about = new RoutedService(
                id,
                new ServiceName("app", "ns", name, "ns"),
                new ApplicationId(application.repeat(24)),
                false,
                Map.of("rr", new AddressPair(Optional.of(Ipv4Address.parse(ADDRESS)), Optional.empty())),
                account);
        return RouteTable.of(about, 1, List.of());
    }
}
