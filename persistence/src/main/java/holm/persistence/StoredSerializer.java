package holm.persistence;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Events and states as CBOR under their {@link com.fasterxml.jackson.annotation.JsonTypeName}; never under a class's name. */
public final class StoredSerializer extends SerializerWithStringManifest {
    /** Stands in every row of every journal. */
    private static final int IDENTIFIER = 48_656;

    private final StoredTypes types;

    /** Called by Pekko. */
    public StoredSerializer(ExtendedActorSystem system) throws ClassNotFoundException {
        var roots = new ArrayList<Class<?>>();
        for (var name : system.settings().config().getStringList(PekkoConfig.TYPES)) {
            roots.add(Class.forName(name, true, system.dynamicAccess().classLoader()));
        }
        types = StoredTypes.of(roots);
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return types.nameOf(value);
    }

    @Override
    public byte[] toBinary(Object value) {
        try {
            return types.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return types.read(manifest, bytes);
        } catch (NotSerializableException e) {
            throw e;
        } catch (IOException e) {
            var failure = new NotSerializableException("cannot read \"" + manifest + "\": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
