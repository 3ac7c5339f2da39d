package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * One replica of a service. Written {@code <service id>.<number>}, which is safe in labels, file names and entity ids.
 *
 * @param service the service
 * @param number from 0 upward; never reused within a service
 */
public record InstanceId(ServiceId service, int number) implements Comparable<InstanceId> {
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
        var dot = text.indexOf('.');
        if (dot != 24 || text.length() > 24 + 11 || !HexId.isValid(text.substring(0, dot))) {
            return Optional.empty();
        }
        try {
            var number = Integer.parseInt(text.substring(dot + 1));
            return number < 0
                    ? Optional.empty()
                    : Optional.of(new InstanceId(new ServiceId(text.substring(0, dot)), number));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
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
