package holm.runtimes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.Assignment;
import java.util.Optional;

/** How a run is written on what runs it, the same in every runtime, so that a restarted worker finds it again. */
public final class RunNames {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new ParameterNamesModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunNames() {}

    /** @return {@code holm-<instance>-<fence>}: one name for one run, at most 100 characters */
    public static String handle(InstanceId instance, Fence fence) {
        return "holm-" + instance + "-" + fence;
    }

    /** @return the mapper for everything that a runtime keeps; unknown fields are ignored, so that an older worker reads a newer one's */
    public static JsonMapper json() {
        return JSON;
    }

    /** @return compact JSON, for a label */
    public static String write(Assignment assignment) {
        try {
            return JSON.writeValueAsString(assignment);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an assignment is always JSON", impossible);
        }
    }

    /** @return the assignment, or empty when somebody else wrote the label */
    public static Optional<Assignment> tryRead(String label) {
        try {
            return Optional.ofNullable(JSON.readValue(label, Assignment.class));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
