package holm.runtimes.unikernel;

import holm.domain.image.UnikernelReference;
import holm.runtimes.RuntimeFailure;
import java.util.List;

/** Which of the archives that a descriptor names is for this machine. Pure. */
final class CodeChoice {
    private CodeChoice() {}

    /**
     * @param code one URL for all architectures, or as many as there are architectures, in their order
     * @param architectures in Go's words; empty means any
     */
    static String of(String code, List<String> architectures, Architecture here) throws RuntimeFailure {
        var urls = UnikernelReference.texts(code);
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
