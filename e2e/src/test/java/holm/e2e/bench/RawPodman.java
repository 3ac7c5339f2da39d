package holm.e2e.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import holm.e2e.support.LocalImage;
import holm.e2e.support.PodmanView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** The engine without Holm: create and start over the very socket that Holm uses, with the image that Holm loaded. */
final class RawPodman implements AutoCloseable {
    private static final long MEMORY_BYTES = 32L << 20;
    private final ZerodepDockerHttpClient transport;
    private final DockerClient engine;
    private final String image;

    private RawPodman(ZerodepDockerHttpClient transport, DockerClient engine, String image) {
        this.transport = transport;
        this.engine = engine;
        this.image = image;
    }

    /** @param container one of Holm's, whose image is used */
    static RawPodman beside(PodmanView podman, String container) throws IOException {
        var run = podman.runFolder().orElseThrow(() -> new IllegalStateException("Holm has started no engine yet"));
        var socket = URI.create("unix://" + run.resolve("podman.sock"));
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(socket.toString())
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(socket)
                .maxConnections(2)
                .responseTimeout(Duration.ofSeconds(60))
                .build();
        var engine = DockerClientImpl.getInstance(config, transport);
        return new RawPodman(
                transport, engine, engine.inspectContainerCmd(container).exec().getImageId());
    }

    /** @return nanoseconds from the request to create until the answer to the start */
    long createAndStart() {
        var host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withMemory(MEMORY_BYTES)
                .withMemorySwap(MEMORY_BYTES);
        var started = System.nanoTime();
        var id = engine.createContainerCmd(image)
                .withHostConfig(host)
                .withEntrypoint(LocalImage.STAY)
                .exec()
                .getId();
        engine.startContainerCmd(id).exec();
        var taken = System.nanoTime() - started;
        engine.removeContainerCmd(id).withForce(true).exec();
        return taken;
    }

    @Override
    public void close() throws IOException {
        engine.close();
        transport.close();
    }
}
