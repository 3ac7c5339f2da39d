package holm.app.tier;

import picocli.CommandLine.Option;

/** Options of the root's API. */
final class ApiOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "10000",
            description = "Port of the API (default ${DEFAULT-VALUE}, where Oakestra's clients look).")
    int port = 10_000;

    @Option(
            names = "--allow-default-password",
            description = "Accept Admin/Admin also when listening beyond this machine. For a closed lab only.")
    boolean allowDefaultPassword;
}
