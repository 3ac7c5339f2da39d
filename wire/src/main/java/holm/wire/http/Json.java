package holm.wire.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;

/** The one way in which Holm reads and writes JSON. */
public final class Json {
    private static final ObjectMapper MAPPER = configure(new ObjectMapper());

    private Json() {}

    /** @return the shared mapper; thread-safe; configure a copy, never this one */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** @return {@code mapper} with Holm's settings: records, Optional, times as text, unknown fields ignored */
    public static ObjectMapper configure(ObjectMapper mapper) {
        return mapper.registerModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
