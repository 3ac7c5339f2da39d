package holm.app.tier;

import holm.app.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holm root}. */
@Command(name = "root", description = "Start a root orchestrator: the HTTP API, and what clusters connect to.")
public final class RootCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws InterruptedException {
        Logging.toOutput();
        common.requireSafeLinks();
        var config = common.settings();
        var data = common.data();
        try (var undo = new Undo()) {
            var lifetime = Lifetime.of(undo);
            if (data.ephemeral()) {
                undo.add(data::delete);
            }
            var store = database.open("root", data);
            undo.add(store::close);
            var root = RootPart.start(api, common, config, data, store);
            undo.addTier(root::stop);
            System.err.printf("holm: the root answers on http://%s:%d%n", common.listen(), root.httpPort());
            Banner.login(root.firstAdmin()).forEach(line -> System.err.println("holm: " + line));
            lifetime.await();
        }
        return ExitCode.OK.number();
    }
}
