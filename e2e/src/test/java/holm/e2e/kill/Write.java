package holm.e2e.kill;

/** A change that traffic asks the API for. */
sealed interface Write {
    /**
     * @param services how many
     * @param container whether its services run in real containers; otherwise simulated
     */
    record CreateApplication(String name, int services, boolean container) implements Write {}

    record Deploy(String service) implements Write {}

    /** @param replicas how many instances there shall be */
    record Scale(String service, int replicas) implements Write {}

    record Undeploy(String service, int number) implements Write {}

    record DeleteService(String service) implements Write {}

    record DeleteApplication(String application) implements Write {}
}
