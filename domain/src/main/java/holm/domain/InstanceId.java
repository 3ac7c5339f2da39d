package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One replica of a service. Written {@code <service id>.<number>}, which is safe in labels, file names and entity ids.
 *
 * @param service the service
 * @param number from 0 upward; never reused within a service
 */
public record InstanceId(ServiceId service, int number) implements Comparable<InstanceId> {
    /** One spelling for each id, because ids are compared as text in labels, rows and file names. */
    private static final Pattern SHAPE = Pattern.compile("([0-9a-f]{24})\\.(0|[1-9][0-9]{0,9})");

    public InstanceId {
        if (number < 0) {
            throw new IllegalArgumentException("instance numbers start at 0: " + number);
        }
    }

    /** @throws IllegalArgumentException when {@code text} is not of the form {@code <service id>.<number>} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static InstanceId parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an instance id: " + text));
    }

    /** @return the id, or empty when {@code text} (from a label, a path, a peer) is not one */
    public static Optional<InstanceId> tryParse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var number = Long.parseLong(parts.group(2));
        return number > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new InstanceId(new ServiceId(parts.group(1)), (int) number));
    }

    @Override
    public int compareTo(InstanceId other) {
        var byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(number, other.number);
    }

    @JsonValue
    @Override
    public String toString() {
        return service.value() + "." + number;
    }
}
