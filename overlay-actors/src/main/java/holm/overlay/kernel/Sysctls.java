package holm.overlay.kernel;

import holm.files.Draft;
import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Changes kernel settings and writes down what they were, so that a reset can put them back. Thread-safe, also among several. */
public final class Sysctls {
    private static final Path ROOT = Path.of("/proc/sys");

    /** Each network has objects of its own for the same file. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path memory;
    private final Draft draft;

    /** @param memory the file in which earlier values are kept */
    public Sysctls(Path memory) {
        this.memory = memory;
        this.draft = Draft.of(memory);
    }

    /** Sets a value unless it is set; does nothing when this kernel does not have the setting. */
    public void set(String path, String value) throws NetworkFailure {
        var file = ROOT.resolve(path);
        synchronized (ONE_AT_A_TIME) {
            try {
                if (!Files.exists(file)) {
                    return;
                }
                var before = Files.readString(file).strip();
                if (!before.equals(value)) {
                    remember(path, before);
                    Files.writeString(file, value);
                }
            } catch (IOException e) {
                throw new NetworkFailure("cannot set %s to %s: %s".formatted(path, value, e.getMessage()), e);
            }
        }
    }

    /** @return whether this kernel has the setting and it has this value */
    public static boolean is(String path, String value) {
        try {
            return value.equals(Files.readString(ROOT.resolve(path)).strip());
        } catch (IOException absent) {
            return false;
        }
    }

    /** Puts every changed setting back. */
    public void restore() throws NetworkFailure {
        synchronized (ONE_AT_A_TIME) {
            try {
                for (var entry : load().entrySet()) {
                    var file = ROOT.resolve(entry.getKey());
                    if (Files.exists(file)) {
                        Files.writeString(file, entry.getValue());
                    }
                }
                Files.deleteIfExists(memory);
                draft.discard();
            } catch (IOException e) {
                throw new NetworkFailure(
                        "cannot restore kernel settings from %s: %s".formatted(memory, e.getMessage()), e);
            }
        }
    }

    private void remember(String path, String before) throws IOException {
        var known = load();
        if (known.putIfAbsent(path, before) == null) {
            var properties = new Properties();
            properties.putAll(known);
            var text = new StringWriter();
            properties.store(text, "kernel settings as they were before Holm changed them");
            // Never a half of it: what it lacks would stay changed after a reset.
            draft.replace(memory, text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Map<String, String> load() throws IOException {
        var values = new LinkedHashMap<String, String>();
        if (Files.exists(memory)) {
            var properties = new Properties();
            try (var in = Files.newBufferedReader(memory)) {
                properties.load(in);
            }
            properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
        }
        return values;
    }
}
