package holm.runtimes.unikernel;

import com.fasterxml.jackson.core.type.TypeReference;
import holm.files.Draft;
import holm.runtimes.RunNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which URL brought which archive, and when each archive was used last; in a file, because a restart is no use. Safe for many threads. */
final class CacheLedger {
    private static final Logger LOG = LoggerFactory.getLogger(CacheLedger.class);
    private final Path file;
    private final Map<String, Source> sources;
    private final Map<String, Long> lastUsed;

    /**
     * What a URL brought the last time.
     *
     * @param digest of the archive
     */
    record Source(String digest, Version version) {}

    /**
     * @param sources by URL without fragment
     * @param lastUsed milliseconds since 1970, by digest
     */
    record Kept(Map<String, Source> sources, Map<String, Long> lastUsed) {}

    private CacheLedger(Path file, Kept kept) {
        this.file = file;
        this.sources = new HashMap<>(kept.sources());
        this.lastUsed = new HashMap<>(kept.lastUsed());
    }

    /** A file that cannot be read is as none: everything is fetched again. */
    static CacheLedger open(Path file) {
        try {
            return new CacheLedger(file, RunNames.json().readValue(Files.readAllBytes(file), new TypeReference<>() {}));
        } catch (NoSuchFileException first) {
            return new CacheLedger(file, new Kept(Map.of(), Map.of()));
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn("{} cannot be read, so unikernels are fetched again: {}", file, unreadable.getMessage());
            return new CacheLedger(file, new Kept(Map.of(), Map.of()));
        }
    }

    synchronized Optional<Source> source(String url) {
        return Optional.ofNullable(sources.get(url));
    }

    /** The URL brought this, now. */
    synchronized void put(String url, Source source, long nowMillis) {
        sources.put(url, source);
        lastUsed.put(source.digest(), nowMillis);
        write();
    }

    synchronized void use(String digest, long nowMillis) {
        lastUsed.put(digest, nowMillis);
        write();
    }

    synchronized void remove(String digest) {
        lastUsed.remove(digest);
        sources.values().removeIf(source -> source.digest().equals(digest));
        write();
    }

    synchronized Map<String, Long> lastUsed() {
        return Map.copyOf(lastUsed);
    }

    private void write() {
        try {
            Draft.of(file).replace(file, RunNames.json().writeValueAsBytes(new Kept(sources, lastUsed)));
        } catch (IOException full) {
            LOG.warn("{} cannot be written, so it is forgotten at a restart: {}", file, full.getMessage());
        }
    }
}
