package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One installation of Holm: made by the root at its first start, learned by clusters and workers at their first
 * connection. A peer of another installation is refused, and nothing that runs is touched.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record InstallationId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InstallationId {
        if (!HexId.isValid(value)) {
            throw new IllegalArgumentException("not an id of 24 hexadecimal digits: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
