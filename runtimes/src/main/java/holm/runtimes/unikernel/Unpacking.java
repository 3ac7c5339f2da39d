package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Unpacks an archive that somebody else made into a directory, and nowhere else. Everything that a kernel and its files do not need is
 * refused: absolute paths, {@code ..}, links that leave, devices, duplicates, more than a size or a number. Used once, by one thread.
 */
final class Unpacking {
    /** The longest path that Linux takes, PATH_MAX. */
    private static final int LONGEST_NAME = 4_096;

    /** Up the tree first, and then down: with ".." behind a name, that name could be a link to elsewhere. */
    private static final Pattern INNER_TARGET =
            Pattern.compile("(\\.\\./)*(?!\\.\\.(/|$))[^/]+(/(?!\\.\\.(/|$))[^/]+)*");

    /** QEMU reads as a user of its own, whatever the worker's umask is. */
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

    /** The library's own "is a file" is also true of devices. */
    private static final Set<Byte> FILES =
            Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG);

    private static final int OWNER_MAY_EXECUTE = 0100;
    private final String code;
    private final Path directory;
    private final FetchLimits limits;
    private final Map<String, Boolean> names = new HashMap<>();
    private long bytes;

    /**
     * @param code for sentences
     * @param directory empty
     */
    Unpacking(String code, Path directory, FetchLimits limits) {
        this.code = code;
        this.directory = directory;
        this.limits = limits;
    }

    /** @throws RuntimeFailure when the archive is none, or has something in it that is refused; the directory is to be deleted then */
    void run(Path archive) throws RuntimeFailure, IOException {
        try (var packed = new BufferedInputStream(Files.newInputStream(archive))) {
            checkMagic(packed);
            try (var guard = new TarGuard(read(() -> gunzip(packed)));
                    var tar = new TarArchiveInputStream(guard)) {
                for (var entry = next(tar); entry.isPresent(); entry = next(tar)) {
                    take(entry.get(), guard, tar);
                }
            }
        }
    }

    private Optional<TarArchiveEntry> next(TarArchiveInputStream tar) throws RuntimeFailure {
        return read(() -> Optional.ofNullable(tar.getNextEntry()));
    }

    /** What fails while the archive is read is the archive's fault; whatever else fails is this machine's. */
    private <T> T read(Reading<T> reading) throws RuntimeFailure {
        try {
            return reading.run();
        } catch (TarGuard.TooMuch bomb) {
            throw refused("" + bomb.getMessage());
        } catch (IOException | IllegalArgumentException torn) {
            throw unreadable(torn);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T run() throws IOException;
    }

    private static InputStream gunzip(InputStream packed) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(packed)
                .setDecompressConcatenated(true)
                .get();
    }

    private void checkMagic(InputStream packed) throws IOException, RuntimeFailure {
        packed.mark(2);
        var isGzip = packed.read() == 0x1f && packed.read() == 0x8b;
        packed.reset();
        if (!isGzip) {
            throw refused("is not compressed by gzip: pack it by tar -czf");
        }
    }

    private RuntimeFailure unreadable(Exception torn) {
        return new RuntimeFailure(
                "%s is not a whole .tar.gz archive: %s"
                        .formatted(
                                code,
                                torn.getMessage() == null ? torn.getClass().getSimpleName() : torn.getMessage()),
                false,
                torn);
    }

    private void take(TarArchiveEntry entry, TarGuard guard, InputStream content) throws RuntimeFailure, IOException {
        var name = name(entry.getName());
        if (name.isEmpty()) {
            return;
        }
        if (names.size() >= limits.entries()) {
            throw refused("has more than %d entries".formatted(limits.entries()));
        }
        var before = names.put(name, entry.isDirectory());
        if (before != null && !(before && entry.isDirectory())) {
            throw refused("has %s twice".formatted(name));
        }
        var path = directory.resolve(name);
        makeParents(path, name);
        if (entry.isDirectory()) {
            makeDirectory(path, name);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(target(entry, name)));
        } else if (entry.isLink()) {
            hardLink(entry, path, name);
        } else if (FILES.contains(entry.getLinkFlag()) && !entry.isSparse()) {
            guard.beginContent();
            write(content, path, (entry.getMode() & OWNER_MAY_EXECUTE) != 0);
            guard.endContent();
        } else {
            throw refused("has %s, which is neither a file nor a directory nor a link".formatted(name));
        }
    }

    /** @return without what says nothing; empty for the top itself */
    private String name(String given) throws RuntimeFailure {
        if (given.startsWith("/")) {
            throw refused("has the absolute path %s".formatted(shown(given)));
        }
        var name = new StringBuilder();
        for (var part : given.split("/", -1)) {
            if (part.equals("..")) {
                throw refused("has the path %s, which leaves it".formatted(shown(given)));
            }
            if (part.chars().anyMatch(Character::isISOControl)) {
                throw refused("has a path with control characters");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                name.append(name.isEmpty() ? "" : "/").append(part);
            }
        }
        if (name.length() > LONGEST_NAME) {
            throw refused("has a path of more than %d characters".formatted(LONGEST_NAME));
        }
        return name.toString();
    }

    private static String shown(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }

    private void makeParents(Path path, String name) throws RuntimeFailure, IOException {
        var parent = directory;
        var relative = directory.relativize(path);
        for (var i = 0; i < relative.getNameCount() - 1; i++) {
            parent = parent.resolve(relative.getName(i));
            makeDirectory(parent, name);
        }
    }

    /** Never through a link: what an archive puts in a directory stands in that directory. */
    private void makeDirectory(Path path, String name) throws RuntimeFailure, IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, OPEN);
        } catch (FileAlreadyExistsException other) {
            throw refused("has %s inside of what is not a directory".formatted(name));
        }
    }

    private String target(TarArchiveEntry entry, String name) throws RuntimeFailure {
        var target = entry.getLinkName();
        var up = target.split("\\.\\./", -1).length - 1;
        if (!INNER_TARGET.matcher(target).matches() || up > Path.of(name).getNameCount() - 1) {
            throw refused("has the link %s, which leaves it".formatted(name));
        }
        return target;
    }

    private void hardLink(TarArchiveEntry entry, Path path, String name) throws RuntimeFailure, IOException {
        var target = name(entry.getLinkName());
        var source = directory.resolve(target);
        if (!names.containsKey(target) || !Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("has the link %s to what is no file in it".formatted(name));
        }
        Files.createLink(path, source);
    }

    private int read(InputStream content, byte[] buffer) throws RuntimeFailure {
        return read(() -> content.read(buffer));
    }

    private void write(InputStream content, Path path, boolean executable) throws RuntimeFailure, IOException {
        try (var file = Files.newOutputStream(path)) {
            var buffer = new byte[64 * 1024];
            for (var read = read(content, buffer); read >= 0; read = read(content, buffer)) {
                bytes += read;
                if (bytes > limits.unpackedBytes()) {
                    throw refused("unpacks to more than %d MiB".formatted(limits.unpackedMebiBytes()));
                }
                file.write(buffer, 0, read);
            }
        }
        Files.setPosixFilePermissions(path, executable ? OPEN : PosixFilePermissions.fromString("rw-r--r--"));
    }

    private RuntimeFailure refused(String what) {
        return new RuntimeFailure("the archive %s %s".formatted(code, what), false);
    }
}
