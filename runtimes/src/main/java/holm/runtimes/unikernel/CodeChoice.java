package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Which of the archives that a descriptor names is for this machine. Pure. */
final class CodeChoice {
    /** A comma inside a URL stays: only one before the next URL's scheme separates. */
    private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*(?=[A-Za-z][A-Za-z0-9+.-]*:)|\\s*,\\s*$");

    private CodeChoice() {}

    /**
     * @param code one URL for all architectures, or as many as there are architectures, in their order
     * @param architectures in Go's words; empty means any
     */
    static String of(String code, List<String> architectures, Architecture here) throws RuntimeFailure {
        var urls = Arrays.stream(SEPARATOR.split(code.strip()))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        var index = architectures.indexOf(here.word());
        if (index < 0 && !architectures.isEmpty()) {
            throw new RuntimeFailure(
                    "this worker is %s, and the unikernel is built for %s"
                            .formatted(here.word(), String.join(" and ", architectures)),
                    false);
        }
        if (urls.size() == 1) {
            return urls.getFirst();
        }
        if (urls.size() != architectures.size()) {
            throw new RuntimeFailure(
                    "code names %d archives and arch names %d architectures: write one archive for each, or one for all"
                            .formatted(urls.size(), architectures.size()),
                    false);
        }
        return urls.get(index);
    }
}
