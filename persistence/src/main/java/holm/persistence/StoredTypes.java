package holm.persistence;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What may stand in a journal or a snapshot, under which name. A name ({@link JsonTypeName}) lives for ever; classes may move and
 * be renamed. Given as sealed roots, it knows every record below them. Immutable, thread-safe.
 */
public final class StoredTypes {
    private final Map<String, Class<?>> byName = new TreeMap<>();
    private final ObjectMapper mapper;

    private StoredTypes(Collection<Class<?>> roots) {
        roots.forEach(this::register);
        var builder = configure(CBORMapper.builder());
        byName.forEach((name, type) -> builder.registerSubtypes(new NamedType(type, name)));
        mapper = builder.build();
    }

    /**
     * @param roots sealed interfaces of events, and records (states)
     * @throws IllegalArgumentException when a record below them has no {@link JsonTypeName}, or two have the same
     */
    public static StoredTypes of(Collection<Class<?>> roots) {
        return new StoredTypes(roots);
    }

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
        return builder.addModules(
                        new ParameterNamesModule(), new Jdk8Module(), new JavaTimeModule(), new PCollectionsModule())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** @return every name */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** @return the name that is stored beside {@code value} */
    public String nameOf(Object value) {
        var name = value.getClass().getAnnotation(JsonTypeName.class);
        if (name == null || byName.get(name.value()) != value.getClass()) {
            throw new IllegalArgumentException(value.getClass().getName() + " is not among the tier's stored types");
        }
        return name.value();
    }

    /** @return CBOR */
    public byte[] write(Object value) throws IOException {
        nameOf(value);
        return mapper.writeValueAsBytes(value);
    }

    /** @throws UnknownStoredTypeException when nothing has this name */
    public Object read(String name, byte[] cbor) throws IOException {
        var type = byName.get(name);
        if (type == null) {
            throw new UnknownStoredTypeException(name);
        }
        return mapper.readValue(cbor, type);
    }

    private void register(Class<?> type) {
        if (type.isSealed()) {
            for (var below : type.getPermittedSubclasses()) {
                register(below);
            }
            return;
        }
        var name = type.getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalArgumentException(type.getName() + " is stored and needs a @JsonTypeName that stays");
        }
        var other = byName.put(name.value(), type);
        if (other != null && other != type) {
            throw new IllegalArgumentException(
                    name.value() + " is the name of both " + other.getName() + " and " + type.getName());
        }
    }
}
