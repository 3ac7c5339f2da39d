package holm.runtimes.unikernel;

import java.util.ArrayList;
import java.util.List;

/** How {@code uk_argnparse} of Unikraft's lib/ukargparse makes arguments of a command line. */
final class UnikraftSplitting {
    private UnikraftSplitting() {}

    /** A backslash takes the meaning of what follows, but not between single quotes. */
    static List<String> split(String line) {
        return split(line, true);
    }

    /** A backslash is a character like any other. */
    static List<String> splitOfOldVersions(String line) {
        return split(line, false);
    }

    private static List<String> split(String line, boolean knowsBackslash) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var quote = '\0';
        var begun = false;
        for (var i = 0; i < line.length(); i++) {
            var one = line.charAt(i);
            if (quote == '\0' && Character.isWhitespace(one)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else if (knowsBackslash && one == '\\' && quote != '\'' && i + 1 < line.length()) {
                i++;
                word.append(quote == '"' && line.charAt(i) != '"' && line.charAt(i) != '\\' ? "\\" : "")
                        .append(line.charAt(i));
                begun = true;
            } else if (one == quote) {
                quote = '\0';
            } else if (quote == '\0' && (one == '"' || one == '\'')) {
                quote = one;
            } else {
                word.append(one);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
