package holm.runtimes;

import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.message.Assignment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run to be started.
 *
 * @param fence complete, with the run
 * @param networkNamespace a network namespace that is ready, as a file; empty: without network but for loopback
 * @param resolver address of the name server to write into the instance's resolv.conf; empty: none
 */
public record Launch(
        InstallationId installation,
        String workerId,
        Assignment assignment,
        Fence fence,
        Optional<Path> networkNamespace,
        Optional<String> resolver) {}
