package holm.domain.descriptor;

import holm.domain.Virtualization;
import java.util.List;

/** Reads what only unikernels have, and checks what a unikernel cannot be given. */
final class UnikernelParser {
    private static final String FIELD = "unikraft_netdev";

    private UnikernelParser() {}

    /** @param process arguments, then environment */
    static UnikraftNetdev parse(Fields service, Virtualization virtualization, List<List<String>> process) {
        if (virtualization.equals(Virtualization.UNIKERNEL)) {
            checkMemory(service);
            checkCommandLine(service, "cmd", process.get(0));
            checkCommandLine(service, "environment", process.get(1));
        } else if (service.has(FIELD)) {
            service.wrong(FIELD, "is only for unikernels", "leave it out");
            return UnikraftNetdev.BOTH;
        }
        return netdev(service);
    }

    /** A container without a limit of its own gets a default; a machine with no memory is a slip. */
    private static void checkMemory(Fields service) {
        if (Integer.valueOf(0).equals(service.raw("memory"))) {
            service.wrong(
                    "memory",
                    "is 0",
                    "write how many MiB the machine has, or leave it out for "
                            + ServiceDescriptor.DEFAULT_MEMORY_MEBIBYTES);
        }
    }

    /** Both travel on the one line that a kernel is started with. */
    private static void checkCommandLine(Fields service, String field, List<String> words) {
        for (var i = 0; i < words.size(); i++) {
            if (words.get(i).chars().anyMatch(Character::isISOControl)) {
                service.wrong(
                        field + "[" + i + "]",
                        "has line ends or other control characters: " + Fields.shown(words.get(i)),
                        "a kernel's command line is one line");
            }
        }
    }

    private static UnikraftNetdev netdev(Fields service) {
        var word = service.text(FIELD, DescriptorLimits.NAME_CHARACTERS);
        if (word.isEmpty()) {
            return UnikraftNetdev.BOTH;
        }
        var known = UnikraftNetdev.tryOf(word);
        if (known.isEmpty()) {
            service.wrong(FIELD, "is " + Fields.shown(word), "write one of " + UnikraftNetdev.words());
        }
        return known.orElse(UnikraftNetdev.BOTH);
    }
}
