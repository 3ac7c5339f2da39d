package holm.runtimes.log;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a source was copied into the segments. It stands in the segments behind the lines it speaks of, so that lines and
 * bookmark are written by one call and a killed writer neither loses nor doubles a line.
 *
 * @param source the run that wrote the lines, its fence as text
 * @param file inode of the engine's file; 0 when there is none
 * @param stdout bytes of the file whose standard output was copied
 * @param stderr the same of standard error; the two differ while one stream has written half a line
 */
record Bookmark(String source, long file, long stdout, long stderr) {
    private static final Pattern SHAPE = Pattern.compile("= (\\S+) (\\d{1,19}) (\\d{1,18}) (\\d{1,18})");

    static Bookmark start(String source) {
        return new Bookmark(source, 0, 0, 0);
    }

    /** @return the bookmark that {@code line} is, or empty when it is something else */
    static Optional<Bookmark> tryParse(String line) {
        var parts = SHAPE.matcher(line);
        return parts.matches()
                ? Optional.of(new Bookmark(
                        parts.group(1),
                        Long.parseUnsignedLong(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Long.parseLong(parts.group(4))))
                : Optional.empty();
    }

    /** @return where reading goes on */
    long position() {
        return Math.min(stdout, stderr);
    }

    @Override
    public String toString() {
        return "= %s %s %d %d".formatted(source, Long.toUnsignedString(file), stdout, stderr);
    }
}
