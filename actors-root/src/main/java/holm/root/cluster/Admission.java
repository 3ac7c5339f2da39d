package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.HexId;
import holm.domain.InstallationId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Who may connect. A peer that is refused keeps everything running. Pure.
 *
 * @param installation this one
 * @param generation of this root's database
 */
public record Admission(InstallationId installation, long generation) {
    /** Shown in every list: longer than a host name needs no name. */
    private static final int LONGEST_NAME = 63;

    /** The id of a cluster follows from its name, so that two first connections at once cannot make two ids. */
    public ClusterId idOf(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return new ClusterId(
                    HexId.of(digest.digest((installation.value() + "/" + name).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** @return why this peer is refused; empty when it is welcome */
    Optional<Downward.Rejected> refuse(Upward.Hello hello) {
        var name = hello.self().name();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return rejected("invalid-name", "a cluster's name has 1 to %d characters".formatted(LONGEST_NAME));
        }
        if (hello.installation().filter(other -> !other.equals(installation)).isPresent()) {
            return rejected(
                    "other-installation",
                    "this cluster belongs to installation %s, this root is %s; start it with the right root, or with an empty data directory"
                            .formatted(hello.installation().get(), installation));
        }
        if (hello.generation() > generation) {
            return rejected(
                    "older-database",
                    "this cluster has met generation %d of the root's database, this one is %d: an older copy was restored"
                            .formatted(hello.generation(), generation));
        }
        if (hello.id().filter(other -> !other.equals(idOf(name).value())).isPresent()) {
            return rejected(
                    "other-name",
                    "this cluster was known under another name than %s; start it under its old name, or with an empty data directory"
                            .formatted(name));
        }
        return Optional.empty();
    }

    Downward.Welcome welcome(ClusterId id, String name) {
        return new Downward.Welcome(installation, id.value(), generation, name);
    }

    private static Optional<Downward.Rejected> rejected(String code, String message) {
        return Optional.of(new Downward.Rejected(code, message));
    }
}
