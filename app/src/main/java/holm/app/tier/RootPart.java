package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.persistence.Store;
import holm.root.RootApi;
import holm.root.RootParts;
import holm.root.RootSettings;
import holm.root.RootStartException;
import holm.root.RootTier;
import holm.root.UserApi;
import holm.root.account.AccountSettings;
import holm.root.account.FirstAdmin;
import holm.root.account.TokenKey;
import holm.root.http.ApiSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.server.Route;

/** Starts a root from options and configuration. */
final class RootPart {
    private RootPart() {}

    /**
     * A root that runs.
     *
     * @param admin how the operator can log in
     */
    record Started(RootTier tier, FirstAdmin admin) {}

    static Started start(ApiOptions options, CommonOptions common, Config config, DataDirectory data, Store store) {
        var settings = new RootSettings(
                common.listen(),
                options.port,
                config.getDuration("root.cluster-lost-after"),
                holm.root.instance.InstanceDeadlines.DEFAULT,
                config.getString("root.scheduler"));
        var accounts = new AccountSettings(common.isLoopback() || options.allowDefaultPassword);
        var api = new ApiSettings(
                Set.copyOf(config.getStringList("root.allow-origins")), Set.copyOf(config.getStringList("root.allow-hosts")));
        try {
            var key = TokenKey.in(Optional.of(data.path()));
            var admin = new FirstAdmin[1];
            var tier = RootTier.start(settings, store, parts -> {
                var made = new RootApi(parts(parts, key, accounts, api));
                admin[0] = made.open();
                return new UserApi() {
                    @Override
                    public CompletionStage<Done> recover() {
                        made.recover();
                        return CompletableFuture.completedFuture(Done.getInstance());
                    }

                    @Override
                    public Route route() {
                        return made.route();
                    }
                };
            });
            return new Started(tier, admin[0]);
        } catch (IOException | RootStartException e) {
            throw new CommandFailure(ExitCode.REFUSED, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static RootApi.Parts parts(RootParts parts, TokenKey key, AccountSettings accounts, ApiSettings api) {
        return new RootApi.Parts(
                parts.store(), parts.services(), parts.clusters(), parts.logs(), parts.metrics(), parts.readiness(), key, accounts, api, Clock.systemUTC(), parts.system());
    }
}
