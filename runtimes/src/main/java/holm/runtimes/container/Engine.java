package holm.runtimes.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Calls to the engine over its socket. A call that found nobody is made again once the engine is back. Safe for many threads. */
final class Engine implements AutoCloseable {
    /** Docker 20.10 and Podman 4 speak this; it has all that Holm needs. */
    private static final String API_VERSION = "1.40";

    /** A busy small machine needs seconds for a start; what takes longer than this will not come. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(60);

    /** A registry may be silent for long before the next sign of progress. */
    private static final Duration STREAM_PATIENCE = Duration.ofMinutes(5);

    /** As many calls at the same time; more wait for a connection. */
    private static final int CONNECTIONS = 64;

    /** Enough for a restart of the engine (each try waits for it), few enough to end with a sentence. */
    private static final int TRIES = 4;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final Optional<PodmanService> service;
    private final DockerClient calls;
    private final DockerClient streams;

    /** @param service Holm's own, to be brought back when it does not answer; empty: somebody else's */
    Engine(Path socket, Optional<PodmanService> service) {
        this.service = service;
        this.calls = client(socket, CALL_PATIENCE);
        this.streams = client(socket, STREAM_PATIENCE);
    }

    private static DockerClient client(Path socket, Duration patience) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket)
                .withDockerTlsVerify(false)
                .withDockerConfig("/nonexistent") // a user's ~/.docker is not Holm's
                .withApiVersion(API_VERSION)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(patience)
                .build();
        return DockerClientImpl.getInstance(config, transport);
    }

    /** For answers that come over minutes: pull, load. */
    DockerClient streams() {
        return streams;
    }

    /**
     * Makes a call that may be made twice.
     *
     * @throws DockerException what the engine refused, for callers that know what it means
     * @throws RuntimeFailure when the engine cannot be reached
     */
    <T> T call(Function<DockerClient, T> call) throws RuntimeFailure, InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.apply(calls);
            } catch (DockerException refused) {
                throw refused;
            } catch (RuntimeException unreachable) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (attempt == TRIES || !isConnection(unreachable)) {
                    throw new RuntimeFailure(
                            "the container engine does not answer: " + rootCause(unreachable), true, unreachable);
                }
                Thread.sleep(BETWEEN_TRIES);
                revive();
            }
        }
    }

    private void revive() throws RuntimeFailure, InterruptedException {
        if (service.isPresent()) {
            service.get().revive();
        }
    }

    private static boolean isConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    static String rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() throws IOException {
        calls.close();
        streams.close();
    }
}
