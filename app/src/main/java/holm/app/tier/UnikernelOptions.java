package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.runtimes.log.LogLimits;
import holm.runtimes.unikernel.CacheLimits;
import holm.runtimes.unikernel.FetchLimits;
import holm.runtimes.unikernel.UnikernelSettings;
import java.nio.file.Path;

/** The unikernel runtime of a worker as its configuration wants it. */
final class UnikernelOptions {
    private UnikernelOptions() {}

    /** @param state a directory of its own */
    static UnikernelSettings of(Path state, Config config) {
        var unikernel = config.getConfig("worker.unikernel");
        try {
            return new UnikernelSettings(
                    state.toAbsolutePath().normalize(),
                    unikernel.getInt("user"),
                    unikernel.getBoolean("allow-files"),
                    new FetchLimits(
                            unikernel.getDuration("fetch-time"),
                            unikernel.getDuration("fetch-silence"),
                            unikernel.getLong("archive-size"),
                            unikernel.getLong("unpacked-size"),
                            unikernel.getInt("unpacked-entries")),
                    new CacheLimits(unikernel.getLong("archive-store"), unikernel.getDuration("archive-keep")),
                    unikernel.getDuration("readiness"),
                    LogLimits.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "worker.unikernel: " + e.getMessage());
        }
    }
}
