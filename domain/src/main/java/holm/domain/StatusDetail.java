package holm.domain;

import java.util.Optional;

/**
 * Why a status is what it is, for a person and for a program.
 *
 * @param message one line without control characters, at most {@value #LONGEST} characters; empty when there is nothing to say
 * @param exitCode 0–255 of a process that ended by itself
 * @param signal number of the signal that ended the process, 1–64
 * @param outOfMemory whether the kernel ended it because it was over its memory limit
 */
public record StatusDetail(String message, Optional<Integer> exitCode, Optional<Integer> signal, boolean outOfMemory) {
    /** Long enough for a list of refusals, short enough for a table cell and a log line. */
    public static final int LONGEST = 1_000;

    public static final StatusDetail NONE = new StatusDetail("", Optional.empty(), Optional.empty(), false);

    public StatusDetail {
        message = oneLine(message);
    }

    public static StatusDetail of(String message) {
        return new StatusDetail(message, Optional.empty(), Optional.empty(), false);
    }

    /** @return the same with one more thing to say */
    public StatusDetail and(String more) {
        return new StatusDetail(message.isEmpty() ? more : message + "; " + more, exitCode, signal, outOfMemory);
    }

    /** @return {@code text} with control characters as blanks, cut to {@value #LONGEST} characters: logs and tables stay whole */
    public static String oneLine(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        // Half of a surrogate pair at the end could not be written as JSON.
        var end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return line.substring(0, end) + "…";
    }
}
