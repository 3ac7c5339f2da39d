package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Virtualization;
import holm.runtimes.Probe;
import holm.runtimes.Runs;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Podman whose images may take nothing at all. */
@Needs.Podman
@Timeout(120)
class ImageCollectionTest {
    private static final Duration LONG = Duration.ofHours(1);

    private Path state;
    private ContainerRuntime runtime;
    private Engine engine;
    private Images images;

    @BeforeEach
    void open() throws Exception {
        state = Files.createTempDirectory("holm-images");
        var settings = ContainerSettings.of(state.resolve("engine"));
        runtime = new ContainerRuntime(settings);
        assertThat(runtime.probe()).isInstanceOf(Probe.Ready.class);
        var files = EngineFiles.of(settings.state());
        engine = new Engine(files.socket(), java.util.Optional.empty());
        images = new Images(engine, settings, ImageLedger.open(state.resolve("ledger.json"), Clock.systemUTC()));
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        runtime.close();
        EngineErasure.erase(state.resolve("engine"));
        new ProcessBuilder("rm", "-rf", state.toString()).inheritIO().start().waitFor();
    }

    @Test
    void removesTheImageThatNobodyUsesAndFetchesItAgain() throws Exception {
        var code = archive("one");
        images.fetch(code, progress -> {});

        assertThat(collector(0, true).collect()).isTrue();

        assertThat(images.find(code)).isEmpty();
        assertThat(names()).isEmpty();
        assertThat(images.fetch(code, progress -> {})).startsWith("sha256:");
    }

    @Test
    void keepsTheImageOfAContainerUntilItIsRemoved() throws Exception {
        var code = archive("one");
        runtime.fetch(code, progress -> {});
        var run = new Runs(code, Virtualization.CONTAINER, List.of("/bin/true"), List.of(), 32, 1);
        var running = runtime.launch(run.launch(Runs.instance(1)));
        assertThat(runtime.await(running).isSuccess()).isTrue();

        assertThat(collector(0, true).collect()).isFalse();
        assertThat(names()).hasSize(1);

        runtime.remove(running);
        assertThat(collector(0, true).collect()).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void keepsWhatFitsAndWhatWasUsedLately() throws Exception {
        images.fetch(archive("one"), progress -> {});

        assertThat(collector(1_000, true).collect()).isTrue();
        assertThat(new ImageCollector(engine, images, new ImageLimits(0, LONG), true, Clock.systemUTC()).collect())
                .isFalse();
        assertThat(names()).hasSize(1);
    }

    @Test
    void leavesImagesThatOthersBroughtIntoTheirEngine() throws Exception {
        runtime.fetch(archive("theirs"), progress -> {});
        images.fetch(archive("ours"), progress -> {});
        assertThat(names()).hasSize(2);

        assertThat(collector(0, false).collect()).isTrue();

        assertThat(names()).hasSize(1);
    }

    private ImageCollector collector(long mebiBytes, boolean ownsAll) {
        var limits = new ImageLimits(mebiBytes, Duration.ZERO);
        return new ImageCollector(engine, images, limits, ownsAll, Clock.systemUTC());
    }

    /** Each with a layer of its own size, so that they are different images. */
    private String archive(String name) throws Exception {
        var file = state.resolve(name + ".tar");
        BusyboxImage.write(file, "docker.io/library/busybox:latest", name);
        return "docker-archive:" + file;
    }

    private List<String> names() throws Exception {
        var list = new ProcessBuilder("podman", "images", "--noheading", "--format", "{{.Id}}");
        list.environment().putAll(EngineFiles.of(state.resolve("engine")).environment());
        return new String(list.start().getInputStream().readAllBytes(), UTF_8)
                .lines()
                .distinct()
                .toList();
    }
}
