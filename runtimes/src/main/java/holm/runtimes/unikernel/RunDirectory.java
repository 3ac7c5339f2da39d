package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.files.Draft;
import holm.runtimes.RunNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The state directory of one run. It belongs to the worker, and QEMU, which runs in it as another user, reaches everything by names
 * relative to it: no directory above the runtime's own has to be open to that user. QEMU owns the files that it writes, and of
 * directories only the one of its socket, so whoever breaks out of a guest into QEMU cannot put a link in place of a file that the
 * worker reads.
 */
record RunDirectory(Path path) {
    /** What the guest writes to its first serial line. */
    static final String CONSOLE = "console";

    /** What QEMU's event monitor reads and writes; a "pipe" of QEMU that is made of two files keeps events while the worker is away. */
    static final String EVENTS = "events";

    /** QEMU's other monitor. */
    static final String SOCKET = "control/qmp";

    private static final String SOCKET_DIRECTORY = "control";

    /** What QEMU itself writes. */
    static final String OUTPUT = "output";

    private static final String SPEAK = "{\"execute\": \"qmp_capabilities\"}\n";
    private static final String RUN = "run.json";
    private static final String PID = "pid";
    private static final String ENDED = "ended";
    private static final String STOPPING = "stopping";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /**
     * Makes it. Nothing may be there yet.
     *
     * @param user whom QEMU runs as
     */
    void create(int user) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        giveFile(CONSOLE, "", user);
        giveFile(EVENTS + ".in", SPEAK, user);
        giveFile(EVENTS + ".out", "", user);
        Files.createDirectory(path.resolve(SOCKET_DIRECTORY));
        give(path.resolve(SOCKET_DIRECTORY), "rwx------", user);
    }

    /** Writes down what is about to run here. */
    void keep(KeptRun run) throws IOException {
        var file = path.resolve(RUN);
        Draft.of(file).replace(file, RunNames.json().writeValueAsBytes(run));
    }

    /** @return what runs here; empty when its launch was not even begun */
    Optional<KeptRun> run() throws IOException {
        return Files.exists(path.resolve(PID))
                ? Optional.of(RunNames.json().readValue(Files.readAllBytes(path.resolve(RUN)), KeptRun.class))
                : Optional.empty();
    }

    Path console() {
        return path.resolve(CONSOLE);
    }

    Path events() {
        return path.resolve(EVENTS + ".out");
    }

    Path output() {
        return path.resolve(OUTPUT);
    }

    /** @return the process of QEMU; empty when it has not started, has ended, or its number is another's now */
    Optional<ProcessHandle> process() {
        return number(PID).flatMap(pid -> ProcessHandle.of(pid)).filter(this::isOurs);
    }

    boolean isStarted() {
        return Files.exists(path.resolve(PID));
    }

    /** @return how its process ended, in a shell's words: a code, or 128 + the number of a signal */
    Optional<Integer> status() {
        return number(ENDED);
    }

    /** It was asked to end: what follows is no crash. */
    void markStopping() throws IOException {
        Files.writeString(path.resolve(STOPPING), "");
    }

    boolean isStopping() {
        return Files.exists(path.resolve(STOPPING));
    }

    /** Nobody else runs in this directory, and a process that has ended runs nowhere; see proc_pid_cwd(5). */
    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(path);
        } catch (IOException ended) {
            return false;
        }
    }

    private Optional<Integer> number(String file) {
        try {
            return Optional.of(Files.readString(path.resolve(file)).strip())
                    .filter(text -> NUMBER.matcher(text).matches())
                    .map(Integer::parseInt);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private void giveFile(String name, String content, int user) throws IOException {
        Files.writeString(path.resolve(name), content, UTF_8);
        give(path.resolve(name), "rw-------", user);
    }

    private static void give(Path file, String permissions, int user) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        Files.setAttribute(file, "unix:uid", user);
    }
}
