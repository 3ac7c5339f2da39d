package holm.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The configuration that ties an actor system's journal and snapshots to one open store. */
final class PekkoConfig {
    static final String TYPES = "holm.persistence.types";
    static final String STORE = "holm.persistence.store";
    private static final String SERIALIZER = "holm-stored";

    private PekkoConfig() {}

    static Config of(String storeKey, List<Class<?>> types) {
        var names = new ArrayList<String>();
        var bindings = new HashMap<String, Object>();
        for (var type : types) {
            names.add(type.getName());
            bindings.put(type.getName(), SERIALIZER);
        }
        return ConfigFactory.parseMap(java.util.Map.of(STORE, storeKey))
                .withValue(TYPES, ConfigValueFactory.fromIterable(names))
                .withValue("pekko.actor.serialization-bindings", ConfigValueFactory.fromMap(bindings))
                .withFallback(
                        ConfigFactory.parseResources(PekkoConfig.class.getClassLoader(), "holm-persistence.conf"));
    }
}
