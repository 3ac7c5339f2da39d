package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.util.List;

/** nftables by its command: for machines that have no library. */
final class CommandNft implements Nft {
    @Override
    public void run(String script) throws NetworkFailure, InterruptedException {
        list(script);
    }

    @Override
    public String list(String command) throws NetworkFailure, InterruptedException {
        return Command.run(command.endsWith("\n") ? command : command + "\n", List.of("nft", "-f", "-"));
    }

    @Override
    public void close() {
        // Each command is a process of its own.
    }
}
