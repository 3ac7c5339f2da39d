package holm.runtimes.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.LoadResponseItem;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import holm.domain.image.ImageReference;
import holm.domain.image.NoImage;
import holm.runtimes.Fetches;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes images present: from registries, and from archives. What is present is used without asking anybody. */
final class Images {
    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    /** The largest image of common use (machine learning, 10 GB) over a line of 50 Mbit/s. */
    private static final Duration LONGEST_FETCH = Duration.ofMinutes(30);

    /**
     * How long nobody asks again whether an image that was here still is: many instances of one service ask one after another. When
     * somebody removed it meanwhile the start says so, and it is fetched again.
     */
    private static final Duration SURELY_HERE = Duration.ofSeconds(10);

    /** Archives get a name of their own here, so that one cannot take the place of somebody's image. */
    private static final String ARCHIVES = "localhost/holm/archive";

    private final Engine engine;
    private final ContainerSettings settings;
    private final Fetches fetches = new Fetches();
    private final ConcurrentMap<String, Present> present = new ConcurrentHashMap<>();
    private final ImageLedger ledger;

    /** Held shared by who finds that an image is here, and alone by who removes one. */
    private final ReadWriteLock presence = new ReentrantReadWriteLock();

    /**
     * An image that is here.
     *
     * @param id as the engine knows it
     * @param digest of its manifest when it came from a registry, or else of its configuration
     * @param name under which it was looked for
     * @param seenNanos when the engine said so, by {@link System#nanoTime()}
     */
    record Present(String id, String digest, String name, long seenNanos) {
        boolean isSurelyHere(long nowNanos) {
            return nowNanos - seenNanos < SURELY_HERE.toNanos();
        }
    }

    Images(Engine engine, ContainerSettings settings, ImageLedger ledger) {
        this.engine = engine;
        this.settings = settings;
        this.ledger = ledger;
    }

    /** See {@link holm.runtimes.Runtime#fetch}. */
    String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        return fetches.once(code, heard -> make(code, heard).digest(), progress);
    }

    /** @return the image of this code when it was fetched before */
    Optional<Present> find(String code) throws RuntimeFailure, InterruptedException {
        presence.readLock().lock();
        try {
            var known = present.get(code);
            var found = known == null ? inspect(code, name(code)) : Optional.of(known);
            found.ifPresent(image -> ledger.use(image.name()));
            return found;
        } finally {
            presence.readLock().unlock();
        }
    }

    ImageLedger ledger() {
        return ledger;
    }

    /** An instance of this code ended: from now on its image may be unused. */
    void used(String code) throws InterruptedException {
        try {
            find(code);
        } catch (RuntimeFailure unknown) {
            LOG.debug("the image of {} seems unused for longer than it was: {}", code, unknown.getMessage());
        }
    }

    /** Removes a name of an image from the engine. */
    @FunctionalInterface
    interface Removal {
        /** @return whether it is gone */
        boolean run() throws RuntimeFailure, InterruptedException;
    }

    /** @return whether it is gone; false when somebody found it here in the meantime */
    boolean removeUnlessUsedSince(String name, long lastUsedMillis, Removal removal)
            throws RuntimeFailure, InterruptedException {
        presence.writeLock().lock();
        try {
            var entry = ledger.entries().get(name);
            if (entry == null || entry.lastUsedMillis() > lastUsedMillis || !removal.run()) {
                return false;
            }
            ledger.remove(name);
            present.values().removeIf(image -> ImageLedger.plain(image.id()).equals(entry.id()));
            return true;
        } finally {
            presence.writeLock().unlock();
        }
    }

    /** The engine does not know this image any more: somebody removed it. */
    void forget(String code) {
        present.remove(code);
    }

    private String name(String code) throws RuntimeFailure {
        var archive = Archive.parse(code);
        return archive.isPresent()
                ? ARCHIVES + ":" + archive.get().key()
                : reference(code).full();
    }

    private ImageReference reference(String code) throws RuntimeFailure {
        try {
            return ImageReference.parse(code, settings.defaultRegistry());
        } catch (NoImage unreadable) {
            throw new RuntimeFailure(unreadable.getMessage(), false, unreadable);
        }
    }

    private Optional<Present> inspect(String code, String name) throws RuntimeFailure, InterruptedException {
        try {
            var image = engine.call(client -> client.inspectImageCmd(name).exec());
            var found = new Present(image.getId(), digest(image), name, System.nanoTime());
            present.put(code, found);
            return Optional.of(found);
        } catch (NotFoundException absent) {
            return Optional.empty();
        } catch (DockerException refused) {
            throw new RuntimeFailure(
                    "the container engine does not say whether %s is here: %s"
                            .formatted(code, EngineWords.message(Engine.rootCause(refused))),
                    true,
                    refused);
        }
    }

    private static String digest(InspectImageResponse image) {
        var digests = image.getRepoDigests() == null ? List.<String>of() : image.getRepoDigests();
        var id = image.getId() == null ? "" : image.getId();
        return digests.stream()
                .filter(digest -> !digest.startsWith(ARCHIVES))
                .map(digest -> digest.substring(digest.indexOf('@') + 1))
                .findFirst()
                .orElse(id.startsWith("sha256:") ? id : "sha256:" + id);
    }

    private Present make(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        var known = present.get(code);
        if (known != null && !known.isSurelyHere(System.nanoTime())) {
            forget(code); // somebody may have removed it
        }
        var here = find(code);
        if (here.isPresent()) {
            return here.get();
        }
        var name = name(code);
        var archive = Archive.parse(code);
        if (archive.isPresent()) {
            load(archive.get(), progress);
        } else {
            pull(reference(code), progress);
        }
        var fetched = inspect(code, name)
                .orElseThrow(() -> new RuntimeFailure(
                        "%s was fetched, but the container engine does not have it".formatted(code), true));
        ledger.add(name, fetched.id());
        return fetched;
    }

    private void pull(ImageReference image, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        progress.accept("fetching " + image);
        var answer = new Answer<PullResponseItem>(new FetchProgress(progress));
        var command = engine.streams().pullImageCmd(image.full());
        var credentials = settings.credentials().get(image.registry());
        if (credentials != null) {
            command.withAuthConfig(new AuthConfig()
                    .withUsername(credentials.user())
                    .withPassword(credentials.password())
                    .withRegistryAddress(image.registry()));
        }
        var said = await(command.exec(answer), image.toString());
        if (said.isPresent()) {
            throw EngineWords.ofFetch(image, said.get());
        }
    }

    private void load(Archive archive, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        var incoming = settings.state().resolve("incoming");
        try {
            Files.createDirectories(incoming);
            var clean = Files.createTempFile(incoming, "archive-", ".tar");
            try {
                archive.copy(clean, progress);
                tag(load(clean, archive), archive.key());
            } finally {
                Files.deleteIfExists(clean);
            }
        } catch (IOException unreadable) {
            throw new RuntimeFailure(
                    "%s could not be read: %s".formatted(archive, unreadable.getMessage()), false, unreadable);
        }
    }

    private String load(Path tar, Archive archive) throws IOException, RuntimeFailure, InterruptedException {
        try (var content = Files.newInputStream(tar)) {
            var loaded = new AtomicReference<String>("");
            var answer = new Answer<LoadResponseItem>(item -> {
                var line = String.valueOf(item.getStream());
                if (line.startsWith("Loaded image")) {
                    loaded.set(line.substring(line.indexOf(':') + 1).strip());
                }
            });
            var said = await(engine.streams().loadImageAsyncCmd(content).exec(answer), archive.toString());
            var image = loaded.get();
            if (said.isPresent() || image == null || image.isEmpty()) {
                throw new RuntimeFailure(
                        "%s is not an image: %s"
                                .formatted(
                                        archive, said.map(EngineWords::message).orElse("the engine found none in it")),
                        false);
            }
            return image;
        }
    }

    private void tag(String image, String key) throws RuntimeFailure, InterruptedException {
        engine.call(client -> client.tagImageCmd(image, ARCHIVES, key).exec());
    }

    private static <T extends ResponseItem> Optional<String> await(Answer<T> answer, String what)
            throws RuntimeFailure, InterruptedException {
        try (answer) {
            if (!answer.awaitCompletion(LONGEST_FETCH.toSeconds(), TimeUnit.SECONDS)) {
                throw new RuntimeFailure(
                        "%s was not there after %d minutes".formatted(what, LONGEST_FETCH.toMinutes()), true);
            }
            return Optional.ofNullable(answer.error.get());
        } catch (IOException ignoredAtClose) {
            return Optional.ofNullable(answer.error.get());
        } catch (RuntimeException failed) {
            return Optional.of(Engine.rootCause(failed));
        }
    }

    /** Listens to a stream of the engine, and keeps the error in it. */
    private static final class Answer<T extends ResponseItem> extends ResultCallback.Adapter<T> {
        private final Consumer<? super T> heard;
        private final AtomicReference<String> error = new AtomicReference<>();

        private Answer(Consumer<? super T> heard) {
            this.heard = heard;
        }

        @Override
        @SuppressWarnings("deprecation") // Podman fills only the older field
        public void onNext(T item) {
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                error.set(item.getErrorDetail().getMessage());
            } else if (item.getError() != null) {
                error.set(item.getError());
            }
            heard.accept(item);
        }

        @Override
        public void onError(Throwable failed) {
            error.compareAndSet(null, Engine.rootCause(failed));
            super.onError(failed);
        }
    }
}
