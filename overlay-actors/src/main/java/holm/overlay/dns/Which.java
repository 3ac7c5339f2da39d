package holm.overlay.dns;

import holm.domain.address.AddressPair;
import holm.domain.address.Policies;
import holm.domain.address.Policy;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which address of a service a name stands for: the first label of {@code closest.web…}, {@code 0.web…}. */
public sealed interface Which {
    /** A bare service name balances in turn. */
    Which DEFAULT = new ByPolicy(Policy.ROUND_ROBIN.word());

    /** One spelling of a number, below 10^10 so that it can be read. */
    Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

    /** @return the addresses, or empty when the service has none of this sort now */
    Optional<AddressPair> in(RouteTable table);

    /** @return how a name of it begins; empty for the bare service name */
    Optional<String> label();

    /**
     * The service address of a policy.
     *
     * @param word the policy's own
     */
    record ByPolicy(String word) implements Which {
        @Override
        public Optional<AddressPair> in(RouteTable table) {
            return Optional.ofNullable(table.addresses().get(word));
        }

        @Override
        public Optional<String> label() {
            return equals(DEFAULT) ? Optional.empty() : Optional.of(word);
        }
    }

    /** The address of one instance, wherever it runs. */
    record ByNumber(int number) implements Which {
        @Override
        public Optional<AddressPair> in(RouteTable table) {
            return table.endpoints().stream()
                    .filter(endpoint -> endpoint.instance().number() == number)
                    .map(Endpoint::instanceAddresses)
                    .findFirst();
        }

        @Override
        public Optional<String> label() {
            return Optional.of(Integer.toString(number));
        }
    }

    /** @return what the first label stands for; empty when it is neither a policy nor a number. {@code least-loaded} is taken for {@code least_loaded} */
    static Optional<Which> of(String label, Predicate<String> isPolicy) {
        if (NUMBER.matcher(label).matches()) {
            var number = Long.parseLong(label);
            return number > Integer.MAX_VALUE ? Optional.empty() : Optional.of(new ByNumber((int) number));
        }
        // Programs that take an underscore in a host name for an error are many (java.net.URI is one).
        var word = label.toLowerCase(Locale.ROOT).replace('-', '_');
        if (!isPolicy.test(word)) {
            return Optional.empty();
        }
        return Optional.of(
                new ByPolicy(Policies.BUILT_IN.tryOf(word).map(Policy::word).orElse(word)));
    }
}
