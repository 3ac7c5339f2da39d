package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.network.InstanceNetwork;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds QEMU, and finds out whether it runs guests here: on the processor when a kernel of Holm's own ends there in time, and by
 * translation otherwise. That {@code /dev/kvm} exists says nothing: inside of a virtual machine it may open and be useless.
 */
final class HypervisorSearch {
    private static final Logger LOG = LoggerFactory.getLogger(HypervisorSearch.class);
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Path ROOT_ONLY = Path.of("/run");
    private static final List<String> PLACES = List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");
    private static final Pattern VERSION = Pattern.compile("version (\\d+(?:\\.\\d+)*)");

    /** Without firmware this takes 5 ms on a processor, and with it 100; ten times that and more for a busy machine. */
    private static final Duration KVM_DEADLINE = Duration.ofSeconds(3);

    /** The same, translated, on one of many cores that are all busy. */
    private static final Duration TRANSLATION_DEADLINE = Duration.ofSeconds(30);

    private static final int MEMORY_MEBIBYTES = 32;
    private final Path state;
    private final int user;

    /**
     * @param state where a directory for the attempt is made
     * @param user whom QEMU runs as
     */
    HypervisorSearch(Path state, int user) {
        this.state = state;
        this.user = user;
    }

    /** @throws RuntimeFailure saying what is missing and what brings it */
    Hypervisor find() throws RuntimeFailure, InterruptedException {
        var architecture = Architecture.ofThisMachine()
                .orElseThrow(() -> new RuntimeFailure("unikernels run on amd64 and arm64 machines only", false));
        if (!Files.isWritable(ROOT_ONLY)) {
            throw new RuntimeFailure(
                    "unikernels need root: run the worker as root; QEMU itself runs as another user", false);
        }
        var program = installed(architecture.program(), architecture.debianPackage());
        installed("setpriv", "util-linux");
        installed("setsid", "util-linux");
        var translating = new Hypervisor(architecture, program, version(program), false);
        if (kvmGroup().isPresent()) {
            var failure = failure(translating.withKvm(true), KVM_DEADLINE);
            if (failure.isEmpty()) {
                return translating.withKvm(true);
            }
            LOG.info("{} exists, but no guest runs with it: {}", KVM, failure.get());
        }
        var failure = failure(translating, TRANSLATION_DEADLINE);
        if (failure.isPresent()) {
            throw new RuntimeFailure(
                    "%s runs no guest here: %s".formatted(architecture.program(), failure.get()), true);
        }
        return translating;
    }

    /** @return the number of the group that may use KVM; empty when this machine has none */
    static Optional<Integer> kvmGroup() {
        try {
            return Files.exists(KVM) ? Optional.of((Integer) Files.getAttribute(KVM, "unix:gid")) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static String installed(String program, String debianPackage) throws RuntimeFailure {
        return PLACES.stream()
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new RuntimeFailure(
                        "unikernels need %s: apt-get install %s".formatted(program, debianPackage), false))
                .toString();
    }

    private static String version(String program) throws RuntimeFailure, InterruptedException {
        try {
            var process = new ProcessBuilder(program, "--version").start();
            try (var output = process.getInputStream()) {
                var said = VERSION.matcher(new String(output.readAllBytes(), UTF_8));
                process.waitFor();
                return said.find() ? said.group(1) : "unknown";
            }
        } catch (IOException broken) {
            throw new RuntimeFailure("%s cannot be started: %s".formatted(program, broken.getMessage()), false, broken);
        }
    }

    /** @return why no guest runs with this; empty when one did */
    private Optional<String> failure(Hypervisor hypervisor, Duration deadline)
            throws RuntimeFailure, InterruptedException {
        var directory = new RunDirectory(state.resolve("probe"));
        Trees.delete(directory.path());
        try {
            directory.create(user);
            var kernel = directory.path().resolve(Image.KERNEL);
            Files.write(kernel, ProbeKernel.of(hypervisor.architecture()));
            Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("rw-r--r--"));
            return attempt(hypervisor, directory, deadline);
        } catch (IOException unwritable) {
            throw new RuntimeFailure(
                    "%s cannot be used: %s".formatted(state, unwritable.getMessage()), true, unwritable);
        } finally {
            Trees.delete(directory.path());
        }
    }

    private Optional<String> attempt(Hypervisor hypervisor, RunDirectory directory, Duration deadline)
            throws IOException, InterruptedException {
        var command = new QemuCommand(
                hypervisor, "holm-probe", ".", false, List.of(), "", MEMORY_MEBIBYTES, 1, new InstanceNetwork.None());
        var process = Supervisor.process(
                        directory, command.write(user, hypervisor.hasKvm() ? kvmGroup() : Optional.empty()))
                .start();
        try {
            var events = new EventFile(directory.events());
            var since = System.nanoTime();
            while (process.isAlive() && events.end().isEmpty() && System.nanoTime() - since < deadline.toNanos()) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            if (events.end()
                    .filter(new GuestEvent.Shutdown("guest-shutdown")::equals)
                    .isPresent()) {
                return Optional.empty();
            }
            return Optional.of(
                    process.isAlive()
                            ? "it had not ended after %d s".formatted(deadline.toSeconds())
                            : "QEMU ended: "
                                    + Files.readString(directory.output())
                                            .lines()
                                            .findFirst()
                                            .orElse("without a word"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
