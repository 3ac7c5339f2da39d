package holm.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import holm.persistence.StoredTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Keeps yesterday's journals readable. Each tier extends it with its stored types and a sample of each; the bytes of a sample lie in
 * {@code src/test/golden/<name>.cbor} (a second sample of the same type in {@code <name>-2.cbor}) and never change. A field that is
 * added later must have a meaning when it is absent: give the sample that value, and add a second sample.
 */
public abstract class GoldenEvents {
    private static final Path FOLDER = Path.of("src/test/golden");

    /** The same as {@code Store.pekkoConfig} gets. */
    protected abstract List<Class<?>> storedTypes();

    /** At least one value of each stored type, with every field filled. New ones come last within their type. */
    protected abstract List<Object> samples();

    @Test
    void everyStoredTypeHasASample() {
        var types = types();
        var sampled = new TreeSet<String>();
        samples().forEach(sample -> sampled.add(types.nameOf(sample)));
        assertThat(sampled).as("types with a sample").containsAll(types.names());
    }

    @TestFactory
    Stream<DynamicTest> readsWhatWasWrittenOnce() {
        var types = types();
        return files(types).entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    var file = FOLDER.resolve(entry.getKey() + ".cbor");
                    var sample = entry.getValue();
                    if (Files.notExists(file)) {
                        Files.createDirectories(FOLDER);
                        Files.write(file, types.write(sample));
                        fail("%s was missing and has been written: look at it and commit it", file);
                    }
                    assertThat(types.read(types.nameOf(sample), Files.readAllBytes(file)))
                            .isEqualTo(sample);
                }));
    }

    @TestFactory
    Stream<DynamicTest> readsWhatItWritesNow() {
        var types = types();
        return files(types).entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThat(types.read(types.nameOf(entry.getValue()), types.write(entry.getValue())))
                                .isEqualTo(entry.getValue())));
    }

    @Test
    void forgetsNoTypeThatAJournalMayHold() throws IOException {
        if (Files.notExists(FOLDER)) {
            return;
        }
        var known = files(types()).keySet();
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".cbor", "")))
                    .as("golden files without a sample")
                    .allMatch(known::contains);
        }
    }

    private StoredTypes types() {
        return StoredTypes.of(storedTypes());
    }

    private Map<String, Object> files(StoredTypes types) {
        var files = new LinkedHashMap<String, Object>();
        var seen = new HashMap<String, Integer>();
        for (var sample : samples()) {
            var name = types.nameOf(sample);
            var number = seen.merge(name, 1, Integer::sum);
            files.put(number == 1 ? name : name + "-" + number, sample);
        }
        return files;
    }
}
