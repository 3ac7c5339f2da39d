package holm.runtimes.log;

import holm.domain.message.LogLine;
import java.util.Optional;

/** How a line stands in a segment: {@code <milliseconds> <run> o|e <text>}. */
final class StoredLine {
    private StoredLine() {}

    static void write(StringBuilder out, LogLine line) {
        out.append(line.atMillis())
                .append(' ')
                .append(line.run())
                .append(line.stream() == LogLine.Stream.STDOUT ? " o " : " e ")
                .append(line.text().replace('\n', ' '))
                .append('\n');
    }

    /** @return the line, or empty for a bookmark or what a crash of the machine left */
    static Optional<LogLine> tryParse(String stored) {
        var first = stored.indexOf(' ');
        var second = stored.indexOf(' ', first + 1);
        if (first < 1 || second < 0 || stored.length() < second + 3 || stored.charAt(second + 2) != ' ') {
            return Optional.empty();
        }
        try {
            var stream = stored.charAt(second + 1) == 'o' ? LogLine.Stream.STDOUT : LogLine.Stream.STDERR;
            return Optional.of(new LogLine(
                    Long.parseLong(stored, 0, first, 10),
                    stream,
                    Long.parseLong(stored, first + 1, second, 10),
                    stored.substring(second + 3)));
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }
}
