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
 * @param resolver what to write into the instance's resolv.conf; empty: nothing
 */
public record Launch(
        InstallationId installation,
        String workerId,
        Assignment assignment,
        Fence fence,
        Optional<Path> networkNamespace,
        Optional<Resolver> resolver) {}
