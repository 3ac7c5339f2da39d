package holm.domain.message;

/**
 * One line of an instance's output.
 *
 * @param atMillis when it was written, milliseconds since 1970 by the worker's clock
 * @param stream which stream the process wrote it to
 * @param run the worker's run that wrote it
 * @param text without its line end; bytes that are not UTF-8 stand as U+FFFD
 */
public record LogLine(long atMillis, Stream stream, long run, String text) {
    /** The two output streams of a process. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
