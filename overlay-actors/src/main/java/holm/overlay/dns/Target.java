package holm.overlay.dns;

import holm.domain.descriptor.ServiceName;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;

/** What a question's name is about, as far as the name alone tells. */
sealed interface Target {
    /** {@code holm.} itself, or the top of the reverse names of services. */
    record Apex(Zone zone) implements Target {}

    /** {@code <app ns>.holm.} and the like: exists when a service below it does. */
    record Parent(List<String> labels) implements Target {}

    record Full(AddressName name) implements Target {}

    /**
     * Said by an instance: a name without its end.
     *
     * @param certain whether it can hardly mean anything else: {@code web}, {@code closest.web}, {@code 0.web}. What could as
     *     well be a name of the Internet, {@code web.dev}, is not
     */
    record Short(AddressName name, boolean certain) implements Target {}

    /**
     * Whose address is this?
     *
     * @param zone empty when others may know, too
     */
    record Reverse(String address, Optional<Zone> zone) implements Target {}

    /** In a zone of ours, but no name of this shape exists. */
    record Nothing(Zone zone) implements Target {}

    record Foreign() implements Target {}

    /** The names of services, namespaces and applications (as holm.domain.descriptor.Names has it). */
    Pattern SHAPE = Pattern.compile("[a-zA-Z0-9]{1,30}");

    /** Labels in a service's name. */
    int SERVICE_LABELS = 4;

    /** Labels of a whole reverse name with the root's: 4 numbers or 32 digits, and {@code in-addr.arpa.} */
    Set<Integer> REVERSE_LABELS = Set.of(7, 35);

    /** @param asker the service whose instance asks; empty for anybody else */
    static Target of(Name name, Optional<ServiceName> asker, Predicate<String> isPolicy) {
        if (Zone.HOLM.holds(name)) {
            return inHolm(labels(name, Zone.HOLM.origin()), isPolicy);
        }
        var reverse = reverse(name);
        if (reverse.isPresent()) {
            return reverse.get();
        }
        return asker.flatMap(service -> inApplicationOf(service, labels(name, Name.root), isPolicy))
                .orElse(new Foreign());
    }

    private static Target inHolm(List<String> labels, Predicate<String> isPolicy) {
        if (labels.isEmpty()) {
            return new Apex(Zone.HOLM);
        }
        if (labels.size() < SERVICE_LABELS) {
            return allShaped(labels) ? new Parent(labels) : new Nothing(Zone.HOLM);
        }
        var full = labels.size() == SERVICE_LABELS ? Optional.of(Which.DEFAULT) : first(labels, isPolicy);
        var service = labels.subList(labels.size() - SERVICE_LABELS, labels.size());
        if (full.isEmpty() || labels.size() > SERVICE_LABELS + 1 || !allShaped(service)) {
            return new Nothing(Zone.HOLM);
        }
        var name = new ServiceName(service.get(2), service.get(3), service.get(0), service.get(1));
        return new Full(new AddressName(name, full.get()));
    }

    /** {@code [which.]service[.ns]}, with the end of the asker's own name. */
    private static Optional<Target> inApplicationOf(
            ServiceName asker, List<String> labels, Predicate<String> isPolicy) {
        var which = labels.size() > 1 ? first(labels, isPolicy) : Optional.<Which>empty();
        var rest = which.isPresent() ? labels.subList(1, labels.size()) : labels;
        if (rest.isEmpty() || rest.size() > 2 || !allShaped(rest)) {
            return Optional.empty();
        }
        var certain = rest.size() == 1;
        var namespace = certain ? asker.serviceNamespace() : rest.get(1);
        var name = new ServiceName(asker.application(), asker.applicationNamespace(), rest.getFirst(), namespace);
        return Optional.of(new Short(new AddressName(name, which.orElse(Which.DEFAULT)), certain));
    }

    private static Optional<Target> reverse(Name name) {
        var zone = Arrays.stream(Zone.values()).filter(each -> each.holds(name)).findFirst();
        try {
            return REVERSE_LABELS.contains(name.labels())
                    ? Optional.of(new Reverse(Literals.text(ReverseMap.fromName(name)), zone))
                    : zone.map(ours -> name.equals(ours.origin()) ? new Apex(ours) : new Nothing(ours));
        } catch (UnknownHostException noAddress) {
            return zone.map(Nothing::new);
        }
    }

    private static Optional<Which> first(List<String> labels, Predicate<String> isPolicy) {
        return Which.of(labels.getFirst(), isPolicy);
    }

    private static boolean allShaped(List<String> labels) {
        return labels.stream().allMatch(label -> SHAPE.matcher(label).matches());
    }

    /** What is before the origin. */
    private static List<String> labels(Name name, Name origin) {
        var labels = new ArrayList<String>();
        for (var i = 0; i < name.labels() - origin.labels(); i++) {
            labels.add(name.getLabelString(i));
        }
        return List.copyOf(labels);
    }
}
