package holm.runtimes.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import holm.runtimes.RuntimeFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that nobody uses, longest unused first, until the rest is small enough. Works on a thread of its own, and only after
 * something was fetched: a store that did not grow needs no looking at.
 */
final class ImageCollector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCollector.class);

    /** An engine lists its images in a second at worst; what is too much for a minute does no harm. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final long MEBI = 1 << 20;

    private final Engine engine;
    private final Images images;
    private final ImageLimits limits;
    private final boolean ownsAll;
    private final Clock clock;
    private final Thread thread;

    /** @param ownsAll whether the engine is Holm's own, so that every image in it is Holm's */
    ImageCollector(Engine engine, Images images, ImageLimits limits, boolean ownsAll, Clock clock) {
        this.engine = engine;
        this.images = images;
        this.limits = limits;
        this.ownsAll = ownsAll;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("image-collector").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            var settled = -1L;
            while (true) {
                Thread.sleep(EVERY);
                var additions = images.ledger().additions();
                if (additions != settled && fitsAfterCollecting()) {
                    settled = additions;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean fitsAfterCollecting() throws InterruptedException {
        try {
            return collect();
        } catch (RuntimeFailure | DockerException away) {
            LOG.warn("unused images cannot be removed now: {}", Engine.rootCause(away));
            return false;
        }
    }

    /** @return whether what is left is small enough */
    boolean collect() throws RuntimeFailure, InterruptedException {
        // Images first: what a container made in between uses was used lately, and stays for that.
        var listed = engine.call(client -> client.listImagesCmd().exec());
        if (ownsAll) {
            adopt(listed);
        }
        var bytes = listed.stream()
                .collect(Collectors.toMap(
                        image -> ImageLedger.plain(image.getId()),
                        image -> image.getSize() == null ? 0 : image.getSize(),
                        Math::max));
        var ours = Surplus.ours(images.ledger().entries(), bytes);
        var freed = 0L;
        for (var image : Surplus.of(ours, used(), limits, clock.millis())) {
            freed += remove(image) ? image.bytes() : 0;
        }
        return ours.stream().mapToLong(Surplus.Image::bytes).sum() - freed <= limits.mebiBytes() * MEBI;
    }

    /** What an earlier version fetched, or a worker that was killed before it wrote down what it had. */
    private void adopt(Iterable<Image> listed) {
        var known = images.ledger().entries().values().stream()
                .map(ImageLedger.Entry::id)
                .collect(Collectors.toSet());
        for (var image : listed) {
            if (!known.contains(ImageLedger.plain(image.getId()))) {
                names(image).forEach(name -> images.ledger().add(name, image.getId()));
            }
        }
    }

    private static Stream<String> names(Image image) {
        var tags = image.getRepoTags() == null ? new String[0] : image.getRepoTags();
        var named = Arrays.stream(tags).filter(tag -> !tag.contains("<none>")).toList();
        return named.isEmpty() ? Stream.of(ImageLedger.plain(image.getId())) : named.stream();
    }

    private Set<String> used() throws RuntimeFailure, InterruptedException {
        return engine
                .call(client -> client.listContainersCmd().withShowAll(true).exec())
                .stream()
                .map(Container::getImageId)
                .map(String::valueOf)
                .map(ImageLedger::plain)
                .collect(Collectors.toSet());
    }

    private boolean remove(Surplus.Image image) throws RuntimeFailure, InterruptedException {
        var gone = true;
        for (var name : image.names()) {
            gone &= images.removeUnlessUsedSince(name, image.lastUsedMillis(), () -> remove(name));
        }
        if (gone) {
            LOG.info(
                    "removed the image {}, unused for {} min, {} MiB",
                    image.names(),
                    Duration.ofMillis(clock.millis() - image.lastUsedMillis()).toMinutes(),
                    image.bytes() / MEBI);
        }
        return gone;
    }

    /** Without force: the engine refuses when a container that somebody just made has it. */
    private boolean remove(String name) throws RuntimeFailure, InterruptedException {
        try {
            engine.call(client -> client.removeImageCmd(name).exec());
            return true;
        } catch (NotFoundException gone) {
            return true;
        } catch (DockerException inUse) {
            LOG.debug("the image {} stays: {}", name, Engine.rootCause(inUse));
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
