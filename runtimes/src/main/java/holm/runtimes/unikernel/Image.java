package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An unpacked archive.
 *
 * @param digest of the archive, 64 hexadecimal digits
 * @param shares directories for the guest
 */
record Image(String digest, Path directory, KernelFormat format, boolean hasInitramfs, List<Share> shares) {
    static final String KERNEL = "kernel";
    static final String INITRAMFS = "initramfs.cpio";

    /** Oakestra's two names; a unikernel built for one of its versions mounts the tag of that version. */
    private static final String FIRST = "files";

    private static final String SECOND = "files1";

    /**
     * A directory that the guest reads by 9p.
     *
     * @param tag by which it mounts it
     * @param name inside of the image
     */
    record Share(String tag, String name) {}

    /**
     * @param code for sentences
     * @throws RuntimeFailure when it holds nothing that this machine can boot
     */
    static Image of(String code, String digest, Path directory, Architecture architecture)
            throws RuntimeFailure, IOException {
        var kernel = directory.resolve(KERNEL);
        if (!isFile(kernel)) {
            throw new RuntimeFailure("the archive %s has no file named kernel at its top".formatted(code), false);
        }
        var format = KernelFormat.of(kernel, architecture)
                .orElseThrow(() -> new RuntimeFailure(
                        "the kernel in the archive %s is not a kernel for %s: it begins like neither an ELF file nor Linux"
                                .formatted(code, architecture.word()),
                        false));
        return new Image(digest, directory, format, isFile(directory.resolve(INITRAMFS)), shares(directory));
    }

    private static List<Share> shares(Path directory) {
        var names = new ArrayList<String>();
        for (var name : List.of(FIRST, SECOND)) {
            if (Files.isDirectory(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                names.add(name);
            }
        }
        return names.isEmpty()
                ? List.of()
                : List.of(new Share("fs0", names.getFirst()), new Share("fs1", names.getLast()));
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
