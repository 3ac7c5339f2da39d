package holm.overlay.network;

import holm.domain.InstanceId;
import holm.overlay.kernel.Mac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What belongs to an instance in the kernel is called by its network and its id, so that whoever comes later knows whose it is. */
final class LinkNames {
    private final String prefix;

    LinkNames(NetworkSettings settings) {
        this.prefix = settings.name() + "-";
    }

    /** Of a namespace, and the alias of a tap. */
    String name(InstanceId instance) {
        return prefix + instance;
    }

    /** @return whose name this is; empty for what is not of this network */
    Optional<InstanceId> instance(String name) {
        return name.startsWith(prefix) ? InstanceId.tryParse(name.substring(prefix.length())) : Optional.empty();
    }

    String veth(InstanceId instance) {
        return "hv" + hash(instance);
    }

    String tap(InstanceId instance) {
        return "ht" + hash(instance);
    }

    /** Of the instance's own side. */
    String mac(InstanceId instance) {
        return Mac.of(name(instance));
    }

    /** Interface names have at most 15 characters: a hash of the network and the instance names it. */
    private String hash(InstanceId instance) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(name(instance).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
