package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.address.Ipv4Address;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.RuntimeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a kernel is told: its network, its environment, and behind {@code --} the arguments of its program. It is one line of text, so
 * each argument is quoted in the way of whoever splits it; what cannot be written so is refused. Pure.
 */
final class KernelCommandLine {
    /** COMMAND_LINE_SIZE of x86 with the final zero; Linux cuts off the rest without a word. */
    private static final int LONGEST_LINUX = 2_047;

    /** MAX_CMDLINE_SIZE of Unikraft's platforms is as much. */
    private static final int LONGEST_OTHER = 8_191;

    private final KernelFormat format;
    private final List<String> words = new ArrayList<>();

    private KernelCommandLine(KernelFormat format) {
        this.format = format;
    }

    static String of(
            ServiceDescriptor descriptor, InstanceNetwork network, KernelFormat format, Architecture architecture)
            throws RuntimeFailure {
        var line = new KernelCommandLine(format);
        if (format == KernelFormat.LINUX) {
            // What it says is the instance's log, and a panic is an end.
            line.words.add("console=" + architecture.linuxConsole());
            line.words.add("panic=-1");
        }
        if (network instanceof InstanceNetwork.Tap tap) {
            line.addNetwork(tap, descriptor.unikraftNetdev());
        }
        line.addEnvironment(descriptor.environment());
        line.addArguments(descriptor.cmd());
        return line.text();
    }

    private void addNetwork(InstanceNetwork.Tap tap, UnikraftNetdev dialect) {
        switch (dialect) {
            case BOTH -> {
                tap.ipv4().ifPresent(this::addIp);
                tap.ipv4().ifPresent(this::addIpv4);
            }
            case IP -> tap.ipv4().ifPresent(this::addIp);
            case IPV4_ADDR -> tap.ipv4().ifPresent(this::addIpv4);
            case NONE -> {
                return;
            }
        }
        tap.ipv6().ifPresent(this::addIpv6);
    }

    private void addIp(InstanceNetwork.Address own) {
        words.add("netdev.ip=%s/%d:%s".formatted(own.address(), own.prefix(), own.gateway()));
    }

    private void addIpv4(InstanceNetwork.Address own) {
        words.add("netdev.ipv4_addr=" + own.address());
        words.add("netdev.ipv4_gw_addr=" + own.gateway());
        words.add("netdev.ipv4_subnet_mask=" + mask(own.prefix()));
    }

    private void addIpv6(InstanceNetwork.Address own) {
        words.add("netdev.ipv6_addr=%s/%d".formatted(own.address(), own.prefix()));
        words.add("netdev.ipv6_gw_addr=" + own.gateway());
    }

    private static Ipv4Address mask(int prefix) {
        return new Ipv4Address(prefix == 0 ? 0 : -1 << (Integer.SIZE - prefix));
    }

    /** Unikraft takes a list (lib/uklibparam/parser.c), Linux hands what it does not know itself to its first process. */
    private void addEnvironment(List<String> environment) throws RuntimeFailure {
        if (environment.isEmpty()) {
            return;
        }
        if (format == KernelFormat.ELF) {
            words.add("env.vars=[");
        }
        for (var entry : environment) {
            if (format == KernelFormat.ELF && entry.endsWith("]")) {
                throw refused("environment", entry, "ends with ], which would end the list of variables");
            }
            words.add(quoted("environment", entry));
        }
        if (format == KernelFormat.ELF) {
            words.add("]");
        }
    }

    private void addArguments(List<String> cmd) throws RuntimeFailure {
        if (cmd.stream().allMatch(String::isEmpty)) {
            return; // Accordion's own example says [""] for none
        }
        words.add("--");
        for (var argument : cmd) {
            words.add(quoted("cmd", argument));
        }
    }

    private String quoted(String field, String word) throws RuntimeFailure {
        if (word.isEmpty()) {
            throw refused(field, word, "is empty, and a kernel's command line has no empty arguments");
        }
        if (word.chars().anyMatch(Character::isISOControl)) {
            throw refused(
                    field,
                    word,
                    "has a line end or another control character, and a kernel's command line is one line");
        }
        if (word.chars().noneMatch(one -> one == ' ' || one == '"' || one == '\'' || one == '\\')) {
            return word;
        }
        return switch (format) {
            case ELF -> unikraftQuoted(word);
            case LINUX -> linuxQuoted(field, word);
        };
    }

    /**
     * Between single quotes nothing is special to any version of {@code uk_argnparse} (lib/ukargparse), between double quotes nothing
     * but the backslash of later versions; what stands side by side is one argument.
     */
    private static String unikraftQuoted(String word) {
        return List.of(word.split("'", -1)).stream()
                .map(part -> part.isEmpty() ? "" : "'" + part + "'")
                .collect(Collectors.joining("\"'\""));
    }

    /** {@code next_arg} of lib/cmdline.c knows double quotes around a word, and no way to write one in it. */
    private static String linuxQuoted(String field, String word) throws RuntimeFailure {
        if (word.indexOf('"') >= 0) {
            throw refused(field, word, "has a double quote, which Linux's command line cannot say");
        }
        return word.indexOf(' ') < 0 ? word : "\"" + word + "\"";
    }

    private String text() throws RuntimeFailure {
        var text = String.join(" ", words);
        var longest = format == KernelFormat.LINUX ? LONGEST_LINUX : LONGEST_OTHER;
        var bytes = text.getBytes(UTF_8).length;
        if (bytes > longest) {
            throw new RuntimeFailure(
                    "cmd and environment make a command line of %d bytes, and this kernel takes %d"
                            .formatted(bytes, longest),
                    false);
        }
        return text;
    }

    private static RuntimeFailure refused(String field, String word, String why) {
        var shown = Optional.of(word.replaceAll("\\p{Cntrl}", "·"))
                .map(text -> text.length() <= 60 ? text : text.substring(0, 60) + "…")
                .get();
        return new RuntimeFailure("\"%s\" in %s %s".formatted(shown, field, why), false);
    }
}
