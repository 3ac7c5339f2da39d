package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.persistence.Store;
import holm.root.RootSettings;
import holm.root.RootStartException;
import holm.root.RootTier;
import holm.root.account.AccountSettings;
import holm.root.http.ApiSettings;
import holm.root.instance.InstanceDeadlines;
import java.util.Optional;
import java.util.Set;

/** Starts a root from options and configuration. */
final class RootPart {
    private RootPart() {}

    static RootTier start(ApiOptions options, CommonOptions common, Config config, DataDirectory data, Store store) {
        var settings = new RootSettings(
                common.listen(),
                options.port,
                config.getDuration("root.cluster-lost-after"),
                Purging.after(config, "root.purge-after"),
                InstanceDeadlines.DEFAULT,
                config.getString("root.scheduler"),
                Optional.of(data.path()),
                new AccountSettings(common.isLoopback() || options.allowDefaultPassword),
                new ApiSettings(
                        Set.copyOf(config.getStringList("root.allow-origins")),
                        Set.copyOf(config.getStringList("root.allow-hosts"))));
        try {
            return RootTier.start(settings, store);
        } catch (RootStartException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
    }
}
