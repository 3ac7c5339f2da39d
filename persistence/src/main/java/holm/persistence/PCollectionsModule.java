package holm.persistence;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * Reads persistent maps, sets and vectors; Jackson writes them as what they extend. (jackson-datatype-pcollections exists, but not
 * where we fetch from.) A sorted map's keys are in their natural order.
 */
final class PCollectionsModule extends SimpleModule {
    PCollectionsModule() {
        super("holm-pcollections");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializers(new PersistentDeserializers());
    }

    private static final class PersistentDeserializers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription bean,
                @Nullable KeyDeserializer keys,
                @Nullable TypeDeserializer elementType,
                @Nullable JsonDeserializer<?> elements) {
            var plain = config.getTypeFactory()
                    .constructMapType(LinkedHashMap.class, type.getKeyType(), type.getContentType());
            if (type.getRawClass() == PMap.class) {
                return via(plain, type, (Map<?, ?> read) -> HashTreePMap.from(read));
            }
            if (type.getRawClass() == PSortedMap.class) {
                return via(plain, type, PersistentDeserializers::sorted);
            }
            return null;
        }

        @Override
        public @Nullable JsonDeserializer<?> findCollectionDeserializer(
                CollectionType type,
                DeserializationConfig config,
                BeanDescription bean,
                @Nullable TypeDeserializer elementType,
                @Nullable JsonDeserializer<?> elements) {
            var plain = config.getTypeFactory().constructCollectionType(ArrayList.class, type.getContentType());
            if (type.getRawClass() == PSet.class) {
                return via(plain, type, (Collection<?> read) -> HashTreePSet.from(read));
            }
            if (type.getRawClass() == PVector.class) {
                return via(plain, type, (Collection<?> read) -> TreePVector.from(read));
            }
            return null;
        }

        @SuppressWarnings("unchecked") // only Comparables make sense as keys of a sorted map, and only those cast well
        private static Object sorted(Map<?, ?> read) {
            return TreePMap.from((Map<String, Object>) read);
        }

        private static <T> JsonDeserializer<Object> via(JavaType plain, JavaType wanted, Function<T, Object> convert) {
            return new StdDelegatingDeserializer<>(new Converter<T, Object>() {
                @Override
                public Object convert(T read) {
                    return convert.apply(read);
                }

                @Override
                public JavaType getInputType(TypeFactory types) {
                    return plain;
                }

                @Override
                public JavaType getOutputType(TypeFactory types) {
                    return wanted;
                }
            });
        }
    }
}
