package holm.runtimes.container;

import holm.runtimes.log.LogLimits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the container runtime of one worker is set up.
 *
 * @param state a directory of its own, absolute, made when missing: images, logs, the configuration of Holm's own Podman service
 * @param socket of an engine that somebody else runs; empty: Holm starts a Podman service of its own
 * @param credentials by registry host with port, for example {@code registry.example.org:5000} or {@code docker.io}
 * @param plainHttpRegistries hosts with port that are spoken to without TLS; all others must have a valid certificate
 * @param defaultRegistry where short names are looked for
 */
public record ContainerSettings(
        Path state,
        Optional<Path> socket,
        Map<String, Credentials> credentials,
        Set<String> plainHttpRegistries,
        String defaultRegistry,
        LogLimits logs,
        ImageLimits images) {
    /** A user of a registry. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    public ContainerSettings {
        if (!state.isAbsolute()) {
            throw new IllegalArgumentException("the state directory of containers is absolute: " + state);
        }
        credentials = Map.copyOf(credentials);
        plainHttpRegistries = Set.copyOf(plainHttpRegistries);
    }

    /** A Podman service of Holm's own, Docker Hub for short names, no credentials, TLS everywhere. */
    public static ContainerSettings of(Path state) {
        return new ContainerSettings(
                state.toAbsolutePath().normalize(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                "docker.io",
                LogLimits.DEFAULT,
                ImageLimits.DEFAULT);
    }

    public ContainerSettings withSocket(Path engine) {
        return new ContainerSettings(
                state, Optional.of(engine), credentials, plainHttpRegistries, defaultRegistry, logs, images);
    }

    public ContainerSettings withPlainHttp(Set<String> hosts) {
        return new ContainerSettings(state, socket, credentials, hosts, defaultRegistry, logs, images);
    }

    public ContainerSettings withCredentials(Map<String, Credentials> byHost) {
        return new ContainerSettings(state, socket, byHost, plainHttpRegistries, defaultRegistry, logs, images);
    }

    public ContainerSettings withDefaultRegistry(String host) {
        return new ContainerSettings(state, socket, credentials, plainHttpRegistries, host, logs, images);
    }

    public ContainerSettings withImages(ImageLimits limits) {
        return new ContainerSettings(state, socket, credentials, plainHttpRegistries, defaultRegistry, logs, limits);
    }
}
