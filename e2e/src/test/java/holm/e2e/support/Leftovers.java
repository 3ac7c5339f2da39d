package holm.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an installation left on this machine, found without its help: containers, its podman service, mounts, namespaces, bridge,
 * rules, files. {@code holm reset} does this for people; a test must be able to after any failure.
 */
final class Leftovers {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path SHORT_NAMES = Path.of("/run/holm");
    private static final Pattern TAP = Pattern.compile("(?m)^\\d+: (ht[0-9a-f]+):.*alias (\\S+)$");
    private final Path folder;
    private final String network;

    /**
     * @param folder all files of the installation are below it
     * @param network name of its bridge, its nftables table, and first part of its namespaces
     */
    Leftovers(Path folder, String network) {
        this.folder = folder;
        this.network = network;
    }

    void remove() throws IOException, InterruptedException {
        var podman = new PodmanView(folder.resolve(Installation.DATA));
        podman.removeAll();
        var run = podman.runFolder();
        if (run.isPresent()) {
            endService(run.get());
        }
        endMachines();
        removeShortNames();
        removeNetwork();
        unmount(folder);
        delete(folder);
        if (run.isPresent()) {
            unmount(run.get());
            delete(run.get());
        }
    }

    /** SIGKILL for every virtual machine. */
    void endMachines() {
        Machines.below(folder).forEach(machine -> {
            machine.destroyForcibly();
            machine.onExit().join();
        });
    }

    /** By which workers reach the sockets of their machines. */
    private void removeShortNames() throws IOException {
        if (!Files.isDirectory(SHORT_NAMES)) {
            return;
        }
        try (var names = Files.newDirectoryStream(SHORT_NAMES, "vm-*")) {
            for (var name : names) {
                if (Files.readSymbolicLink(name).startsWith(folder)) {
                    Files.delete(name);
                }
            }
        }
    }

    /** Namespaces go away with a machine's power, links and rules too. */
    void removeNetwork() throws IOException, InterruptedException {
        for (var namespace : namespaces()) {
            Program.run("ip", "netns", "delete", namespace);
        }
        for (var tap : taps()) {
            Program.run("ip", "link", "delete", tap);
        }
        Program.run("nft", "delete", "table", "inet", network);
        for (var device : List.of(network, network + "-vx", network + "-ms")) {
            Program.run("ip", "link", "delete", device);
        }
    }

    List<String> namespaces() throws IOException {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (var files = Files.list(NAMESPACES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(network + "-"))
                    .toList();
        }
    }

    /** Their aliases say whose they are. */
    List<String> taps() throws IOException, InterruptedException {
        return TAP.matcher(Program.run("ip", "-o", "link", "show").output())
                .results()
                .filter(tap -> tap.group(2).startsWith(network + "-"))
                .map(tap -> tap.group(1))
                .toList();
    }

    /** SIGKILL for the podman service, if it runs. */
    void killService() throws IOException, InterruptedException {
        var run = new PodmanView(folder.resolve(Installation.DATA)).runFolder();
        if (run.isPresent()) {
            endService(run.get());
        }
    }

    private static void endService(Path run) throws IOException, InterruptedException {
        var file = run.resolve("podman.pid");
        if (!Files.exists(file)) {
            return;
        }
        var pid = Files.readString(file).strip().replaceAll("\\s.*", "");
        var command = Path.of("/proc", pid, "cmdline");
        // Another process may have got the number since.
        if (Files.exists(command) && Files.readString(command).contains(run.toString())) {
            Program.run("kill", "-9", pid);
        }
    }

    private static void unmount(Path folder) throws IOException, InterruptedException {
        var mounts = Files.readAllLines(Path.of("/proc/self/mounts")).reversed();
        for (var mount : mounts) {
            var point = mount.split(" ", -1)[1];
            if (point.startsWith(folder + "/")) {
                Program.run("umount", "--lazy", point);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException kept) {
                    throw new UncheckedIOException(kept);
                }
            });
        }
    }
}
