package holm.runtimes.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An engine's log file and its rotated forerunners, as Docker names them: {@code x}, {@code x.1} (the newest of the old ones),
 * {@code x.2}, …
 *
 * @param newestFirst may be incomplete when it was looked at in the middle of a rotation
 */
record Generations(List<Generation> newestFirst) {
    /** @param inode names the file whatever it is called */
    record Generation(Path path, long inode) {}

    static Generations of(Path file) throws IOException {
        var found = new ArrayList<Generation>();
        var inode = inode(file);
        inode.ifPresent(number -> found.add(new Generation(file, number)));
        for (var age = 1; inode.isPresent() || age == 1; age++) {
            var older = file.resolveSibling(file.getFileName() + "." + age);
            inode = inode(older);
            inode.ifPresent(number -> found.add(new Generation(older, number)));
        }
        return new Generations(List.copyOf(found));
    }

    Optional<Generation> find(long inode) {
        return newestFirst.stream().filter(one -> one.inode() == inode).findFirst();
    }

    Optional<Generation> oldest() {
        return newestFirst.isEmpty() ? Optional.empty() : Optional.of(newestFirst.getLast());
    }

    /** @return what the engine wrote to after this one; empty for the newest */
    Optional<Generation> after(Generation one) {
        var index = newestFirst.indexOf(one);
        return index > 0 ? Optional.of(newestFirst.get(index - 1)) : Optional.empty();
    }

    static Optional<Long> inode(Path file) throws IOException {
        try {
            return Optional.of((Long) Files.getAttribute(file, "unix:ino"));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
