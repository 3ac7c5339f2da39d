package holm.runtimes.unikernel;

import holm.domain.image.NoImage;
import holm.domain.image.UnikernelReference;
import holm.runtimes.Fetches;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives that were fetched, unpacked, each once by its digest whatever its URL. An archive whose server says that it is what it
 * was is not fetched again, and one whose server does not answer is taken as it was. Safe for many threads.
 */
final class KernelCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelCache.class);

    /** What a killed worker left half done begins so. */
    private static final String UNFINISHED = ".unfinished-";

    private final UnikernelSettings settings;
    private final Architecture architecture;
    private final Path directory;
    private final CacheLedger ledger;
    private final Supplier<Set<String>> running;
    private final Clock clock;
    private final Fetches fetches = new Fetches();
    private final HttpClient client;

    /**
     * @param directory of its own; made when missing
     * @param running digests of what runs, or may be started again
     */
    KernelCache(
            UnikernelSettings settings,
            Architecture architecture,
            Path directory,
            Supplier<Set<String>> running,
            Clock clock)
            throws IOException {
        this.settings = settings;
        this.architecture = architecture;
        this.directory = directory;
        this.running = running;
        this.clock = clock;
        Trees.makePassable(directory);
        try (var unfinished = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
            unfinished.forEach(Trees::delete);
        }
        this.ledger = CacheLedger.open(directory.resolve("ledger.json"));
        recordTrees();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.fetch().silence())
                .build();
    }

    /** What a lost ledger knew is collected one day, like the rest. */
    private void recordTrees() throws IOException {
        var recorded = ledger.lastUsed();
        try (var trees = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (var tree : trees) {
                var digest = tree.getFileName().toString();
                if (!recorded.containsKey(digest)) {
                    ledger.use(digest, clock.millis());
                }
            }
        }
    }

    /** See {@link holm.runtimes.Runtime#fetch}. */
    String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        var address = reference(code);
        return "sha256:" + fetches.once(code, heard -> make(code, address, heard), progress);
    }

    /** @return what this code brought when it was fetched last; from now on it is in use */
    Optional<Image> find(String code) throws RuntimeFailure {
        var address = reference(code);
        var digest = address.sha256()
                .or(() -> ledger.source(address.place().toString()).map(CacheLedger.Source::digest));
        return digest.isPresent() ? image(code, digest.get()) : Optional.empty();
    }

    private UnikernelReference reference(String code) throws RuntimeFailure {
        try {
            var reference = UnikernelReference.parse(code);
            if (reference.isFile() && !settings.allowsFiles()) {
                throw new RuntimeFailure(
                        "%s is a file of the worker, and its operator has not allowed those: write an http or https URL"
                                .formatted(code),
                        false);
            }
            return reference;
        } catch (NoImage unreadable) {
            throw new RuntimeFailure(unreadable.getMessage(), false, unreadable);
        }
    }

    /** It was in use until now. */
    void used(String digest) {
        if (Files.isDirectory(directory.resolve(digest))) {
            ledger.use(digest, clock.millis());
        }
    }

    private synchronized Optional<Image> image(String code, String digest) throws RuntimeFailure {
        var tree = directory.resolve(digest);
        if (!Files.isDirectory(tree)) {
            return Optional.empty();
        }
        try {
            var found = Image.of(code, digest, tree, architecture);
            ledger.use(digest, clock.millis());
            return Optional.of(found);
        } catch (IOException unreadable) {
            throw new RuntimeFailure(
                    "%s cannot be read: %s".formatted(tree, unreadable.getMessage()), true, unreadable);
        }
    }

    private String make(String code, UnikernelReference address, Consumer<String> progress)
            throws RuntimeFailure, InterruptedException {
        if (address.sha256().isPresent() && image(code, address.sha256().get()).isPresent()) {
            return address.sha256().get();
        }
        var known = ledger.source(address.place().toString())
                .filter(source -> Files.isDirectory(directory.resolve(source.digest())));
        try {
            return fetchAnew(code, address, known, progress);
        } catch (RuntimeFailure unreachable) {
            if (known.isEmpty()
                    || !unreachable.isTransient()
                    || address.sha256().isPresent()) {
                throw unreachable;
            }
            LOG.warn("{}; it is taken as it was", unreachable.getMessage());
            return known.get().digest();
        } catch (IOException unwritable) {
            throw new RuntimeFailure(
                    "%s could not be stored: %s".formatted(code, unwritable.getMessage()), true, unwritable);
        }
    }

    private String fetchAnew(
            String code, UnikernelReference address, Optional<CacheLedger.Source> known, Consumer<String> progress)
            throws RuntimeFailure, IOException, InterruptedException {
        var unfinished = Files.createTempDirectory(directory, UNFINISHED);
        try {
            var archive = unfinished.resolve("archive");
            var version = known.map(CacheLedger.Source::version).orElse(Version.NONE);
            return switch (transfer(code, address, version, archive, progress)) {
                case Fetched.Unchanged _ -> known.orElseThrow().digest();
                case Fetched.Archive(var digest, var newer) -> {
                    check(code, address, digest);
                    keep(code, digest, archive, unfinished.resolve("tree"));
                    ledger.put(address.place().toString(), new CacheLedger.Source(digest, newer), clock.millis());
                    collect();
                    yield digest;
                }
            };
        } finally {
            Trees.delete(unfinished);
        }
    }

    private Fetched transfer(
            String code, UnikernelReference address, Version known, Path archive, Consumer<String> progress)
            throws RuntimeFailure, IOException, InterruptedException {
        try (var sink = new ArchiveSink(archive, code, settings.fetch().archiveBytes(), progress)) {
            return address.isFile()
                    ? copy(code, address, known, sink)
                    : new Download(client, settings.fetch(), code).run(address.place(), known, sink);
        }
    }

    private static Fetched copy(String code, UnikernelReference address, Version known, ArchiveSink sink)
            throws RuntimeFailure, IOException {
        var file = Path.of(address.place().getPath());
        if (!Files.isRegularFile(file)) {
            throw new RuntimeFailure("%s is no file of this worker".formatted(code), false);
        }
        var version = new Version("", Files.getLastModifiedTime(file) + " " + Files.size(file));
        if (version.equals(known)) {
            return new Fetched.Unchanged();
        }
        sink.announce(Files.size(file));
        try (var content = Files.newInputStream(file)) {
            var buffer = new byte[64 * 1024];
            for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                sink.write(ByteBuffer.wrap(buffer, 0, read));
            }
        } catch (NoSuchFileException gone) {
            throw new RuntimeFailure("%s is no file of this worker".formatted(code), false, gone);
        }
        return new Fetched.Archive(sink.digest(), version);
    }

    private static void check(String code, UnikernelReference address, String digest) throws RuntimeFailure {
        if (address.sha256().isPresent() && !address.sha256().get().equals(digest)) {
            throw new RuntimeFailure("%s has the digest sha256=%s instead".formatted(code, digest), false);
        }
    }

    private void keep(String code, String digest, Path archive, Path tree) throws RuntimeFailure, IOException {
        var place = directory.resolve(digest);
        if (Files.isDirectory(place)) {
            return;
        }
        Trees.makePassable(tree);
        new Unpacking(code, tree, settings.fetch()).run(archive);
        Image.of(code, digest, tree, architecture);
        synchronized (this) {
            if (!Files.isDirectory(place)) {
                Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Removes what is too much, longest unused first; never what runs, nor what was used lately. */
    void collect() {
        var kept = ledger.lastUsed();
        var sizes = new HashMap<String, Long>();
        kept.keySet().forEach(digest -> sizes.put(digest, Trees.bytes(directory.resolve(digest))));
        var excess = sizes.values().stream().mapToLong(Long::longValue).sum()
                - (settings.cache().mebiBytes() << 20);
        for (var digest : longestUnusedFirst(kept)) {
            if (excess > 0 && remove(digest)) {
                excess -= sizes.getOrDefault(digest, 0L);
            }
        }
    }

    private static List<String> longestUnusedFirst(Map<String, Long> lastUsed) {
        return lastUsed.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean remove(String digest) {
        synchronized (this) {
            var unused = clock.millis() - ledger.lastUsed().getOrDefault(digest, 0L);
            if (unused < settings.cache().keep().toMillis() || running.get().contains(digest)) {
                return false;
            }
            ledger.remove(digest);
            try {
                var tree = directory.resolve(digest);
                if (Files.isDirectory(tree)) {
                    Files.move(tree, directory.resolve(UNFINISHED + digest), StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException left) {
                LOG.warn("{} could not be removed from the cache: {}", digest, left.getMessage());
                return false;
            }
        }
        Trees.delete(directory.resolve(UNFINISHED + digest));
        return true;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
