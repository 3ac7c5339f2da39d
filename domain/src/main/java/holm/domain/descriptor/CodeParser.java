package holm.domain.descriptor;

import holm.domain.Virtualization;
import holm.domain.image.ArchiveReference;
import holm.domain.image.ImageReference;
import holm.domain.image.NoImage;
import holm.domain.image.UnikernelReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code code} and {@code arch}, which belong together: a unikernel can have a code for each architecture. */
final class CodeParser {
    /** The words of Go, which Oakestra and image indexes use. */
    private static final Set<String> ARCHITECTURES = Set.of(
            "amd64",
            "arm64",
            "arm",
            "386",
            "riscv64",
            "ppc64",
            "ppc64le",
            "s390x",
            "loong64",
            "mips",
            "mipsle",
            "mips64",
            "mips64le");

    private static final Map<String, String> OTHER_WORDS =
            Map.of("x86_64", "amd64", "x86-64", "amd64", "aarch64", "arm64", "armv7", "arm", "i386", "386");

    private static final String EXAMPLE = "docker.io/library/nginx:latest";
    private static final String UNIKERNEL_EXAMPLE = "https://example.org/nginx_amd64.tar.gz";

    private CodeParser() {}

    /** @param architectures each once */
    record Code(String code, List<String> architectures) {}

    static Code parse(Fields service, Virtualization virtualization) {
        var isUnikernel = virtualization.equals(Virtualization.UNIKERNEL);
        var code = code(service, isUnikernel ? UNIKERNEL_EXAMPLE : EXAMPLE);
        var words = architectures(service);
        if (isUnikernel) {
            checkUnikernel(service, code, words);
        } else if (virtualization.equals(Virtualization.CONTAINER) && !code.isEmpty()) {
            checkImage(service, code);
        }
        return new Code(code, words.stream().distinct().toList());
    }

    /** @return empty after something wrong was noted */
    private static String code(Fields service, String example) {
        var code = service.requiredText("code", DescriptorLimits.CODE_CHARACTERS, example);
        if (code.isEmpty()) {
            return "";
        }
        var text = code.get();
        if (text.isEmpty()) {
            service.wrong("code", "is empty", "write what is to run, for example " + example);
        } else if (text.codePoints().anyMatch(CodeParser::isBlankOrControl)) {
            service.wrong("code", "has blanks or control characters: " + Fields.shown(text), "an image name has none");
            return "";
        } else if (text.startsWith("-")) {
            service.wrong(
                    "code",
                    "begins with a dash: " + Fields.shown(text),
                    "an image name begins with a letter or a digit");
            return "";
        }
        return text;
    }

    private static boolean isBlankOrControl(int point) {
        return Character.isISOControl(point) || Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    /** What nobody could fetch need not reach a worker; whether it exists only a worker can find out. */
    private static void checkImage(Fields service, String code) {
        try {
            if (ArchiveReference.parse(code).isEmpty()) {
                ImageReference.parse(code, "docker.io");
            }
        } catch (NoImage wrong) {
            service.wrong(
                    "code",
                    "is wrong: " + wrong.getMessage(),
                    "write for example %s or oci-archive:/images/web.tar".formatted(EXAMPLE));
        }
    }

    private static List<String> architectures(Fields service) {
        var words = service.texts("arch", DescriptorLimits.LIST_ENTRIES, DescriptorLimits.NAME_CHARACTERS);
        for (var i = 0; i < words.size(); i++) {
            if (!ARCHITECTURES.contains(words.get(i))) {
                var better = OTHER_WORDS.get(words.get(i));
                service.wrong(
                        "arch[" + i + "]",
                        "is " + Fields.shown(words.get(i)),
                        better == null ? "write for example amd64, arm64, arm or riscv64" : "write " + better);
            }
        }
        return words;
    }

    private static void checkUnikernel(Fields service, String code, List<String> architectures) {
        if (architectures.isEmpty()) {
            if (!service.has("arch") || List.of().equals(service.raw("arch"))) {
                service.wrong(
                        "arch",
                        "is missing",
                        "a unikernel is built for certain processors: write for example \"arch\": [\"amd64\"]");
            }
            return;
        }
        if (code.isEmpty()) {
            return;
        }
        try {
            var urls = UnikernelReference.all(code).size();
            if (urls > 1 && urls != architectures.size()) {
                service.wrong(
                        "code",
                        "has %d URLs, but arch %d entries".formatted(urls, architectures.size()),
                        "write one URL for all, or one for each entry of arch, in the same order");
            } else if (urls > 1 && new HashSet<>(architectures).size() < urls) {
                service.wrong("arch", "names an architecture twice", "name each once, in the order of the URLs");
            }
        } catch (NoImage wrong) {
            service.wrong(
                    "code",
                    "is wrong: " + wrong.getMessage(),
                    "write for example %s, with commas between several".formatted(UNIKERNEL_EXAMPLE));
        }
    }
}
