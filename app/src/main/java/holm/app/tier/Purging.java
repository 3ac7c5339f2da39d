package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.time.Duration;

/** After what time journals forget. */
final class Purging {
    /** Longer than any message between tiers is on its way: one that comes later could begin anew what is forgotten. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private Purging() {}

    static Duration after(Config config, String key) {
        var after = config.getDuration(key);
        if (after.compareTo(LEAST) < 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, "%s is %s; one minute is the least".formatted(key, config.getString(key)));
        }
        return after;
    }
}
