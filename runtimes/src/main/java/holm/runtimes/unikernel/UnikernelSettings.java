package holm.runtimes.unikernel;

import holm.runtimes.log.LogLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the unikernel runtime of one worker is set up.
 *
 * @param state a directory of its own, absolute, made when missing: what was fetched, what runs, logs
 * @param user number of the user whom QEMU runs as; it owns nothing else on this machine
 * @param allowsFiles whether {@code file:} is taken as a code: whoever deploys can then read archives of this machine
 * @param fetch what is taken from a server
 * @param cache what stays of it
 * @param readiness how long a unikernel may take until it answers at its TCP port; Oakestra's minute
 * @param logs how much console output of an instance is kept
 */
public record UnikernelSettings(
        Path state,
        int user,
        boolean allowsFiles,
        FetchLimits fetch,
        CacheLimits cache,
        Duration readiness,
        LogLimits logs) {
    /** In none of the ranges that Debian or systemd give away (systemd's UIDS-GIDS.md: 60578–61183 are unused). */
    public static final int DEFAULT_USER = 61_100;

    public static final Duration DEFAULT_READINESS = Duration.ofSeconds(60);

    public UnikernelSettings {
        if (!state.isAbsolute()) {
            throw new IllegalArgumentException("the state directory of unikernels is absolute: " + state);
        }
        if (user <= 0) {
            throw new IllegalArgumentException("QEMU runs as a user other than root: " + user);
        }
        if (readiness.isNegative() || readiness.isZero()) {
            throw new IllegalArgumentException("a unikernel has some time to become ready: " + readiness);
        }
    }

    /** {@code http(s):} alone, everything else by default. */
    public static UnikernelSettings of(Path state) {
        return new UnikernelSettings(
                state.toAbsolutePath().normalize(),
                DEFAULT_USER,
                false,
                FetchLimits.DEFAULT,
                CacheLimits.DEFAULT,
                DEFAULT_READINESS,
                LogLimits.DEFAULT);
    }

    /** With archives of this machine, too. */
    public UnikernelSettings withFiles() {
        return new UnikernelSettings(state, user, true, fetch, cache, readiness, logs);
    }

    public UnikernelSettings withUser(int number) {
        return new UnikernelSettings(state, number, allowsFiles, fetch, cache, readiness, logs);
    }

    public UnikernelSettings withFetch(FetchLimits limits) {
        return new UnikernelSettings(state, user, allowsFiles, limits, cache, readiness, logs);
    }

    public UnikernelSettings withCache(CacheLimits limits) {
        return new UnikernelSettings(state, user, allowsFiles, fetch, limits, readiness, logs);
    }

    public UnikernelSettings withReadiness(Duration patience) {
        return new UnikernelSettings(state, user, allowsFiles, fetch, cache, patience, logs);
    }
}
