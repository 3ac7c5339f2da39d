package holm.runtimes.container;

import com.fasterxml.jackson.core.type.TypeReference;
import holm.files.Draft;
import holm.runtimes.RunNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images Holm brought here, under which names, and when each was used last; in a file, because a restart is no use. What is not
 * in it belongs to somebody else. Safe for many threads.
 */
final class ImageLedger {
    private static final Logger LOG = LoggerFactory.getLogger(ImageLedger.class);

    /** A file of some kilobytes is written for each; nobody needs to know it more exactly. */
    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    /**
     * An image under one of its names.
     *
     * @param id as the engine knows it, without the name of the digest
     * @param lastUsedMillis milliseconds since 1970
     */
    record Entry(String id, long lastUsedMillis) {}

    private final Path file;
    private final Clock clock;
    private final Map<String, Entry> entries;
    private long additions;

    private ImageLedger(Path file, Clock clock, Map<String, Entry> entries) {
        this.file = file;
        this.clock = clock;
        this.entries = new HashMap<>(entries);
    }

    /** A file that cannot be read is as none: what stands there then belongs to nobody, and stays. */
    static ImageLedger open(Path file, Clock clock) {
        try {
            return new ImageLedger(
                    file,
                    clock,
                    RunNames.json().readValue(Files.readAllBytes(file), new TypeReference<Map<String, Entry>>() {}));
        } catch (NoSuchFileException first) {
            return new ImageLedger(file, clock, Map.of());
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read, so the images that are here stay: {}", file, unreadable.getMessage());
            return new ImageLedger(file, clock, Map.of());
        }
    }

    static String plain(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    /** The image is Holm's. */
    synchronized void add(String name, String id) {
        additions++;
        put(name, plain(id));
    }

    /** The image is used now; nothing happens when it is not Holm's. */
    synchronized void use(String name) {
        var known = entries.get(name);
        if (known != null && clock.millis() - known.lastUsedMillis() >= RESOLUTION.toMillis()) {
            put(name, known.id());
        }
    }

    /** The image is not here any more, or not under this name. */
    synchronized void remove(String name) {
        if (entries.remove(name) != null) {
            write();
        }
    }

    /** @return how many images came since this worker started */
    synchronized long additions() {
        return additions;
    }

    synchronized Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    private void put(String name, String id) {
        entries.put(name, new Entry(id, clock.millis()));
        write();
    }

    private void write() {
        try {
            Draft.of(file).replace(file, RunNames.json().writeValueAsBytes(entries));
        } catch (IOException full) {
            LOG.warn(
                    "{} cannot be written, so the uses of images are forgotten at a restart: {}",
                    file,
                    full.getMessage());
        }
    }
}
