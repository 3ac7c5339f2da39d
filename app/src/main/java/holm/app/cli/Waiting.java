package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches instances until each runs, has ended, or the time is over; prints a line for each change. */
final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private final Api api;
    private final Duration patience;
    private final boolean talk;
    private final Map<String, String> last = new HashMap<>();

    Waiting(Api api, Duration patience, boolean talk) {
        this.api = api;
        this.patience = patience;
        this.talk = talk;
    }

    /**
     * @return whether each runs or has completed; false when one failed
     * @throws CommandFailure when the time is over
     */
    boolean until(List<ApplyCommand.Started> started) throws InterruptedException {
        var deadline = Instant.now().plus(patience);
        while (true) {
            var settled = 0;
            var failed = 0;
            for (var each : started) {
                var instance = look(each);
                var status = instance.path("status").asText("REQUESTED");
                report(each, status, instance.path("status_detail").asText(""));
                settled += status.equals("RUNNING") || isEnd(status) ? 1 : 0;
                failed += isEnd(status) && !status.equals("COMPLETED") ? 1 : 0;
            }
            if (settled == started.size()) {
                return failed == 0;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure(
                        ExitCode.TIMED_OUT,
                        "not everything runs after %d s; see: holm ps".formatted(patience.toSeconds()));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private JsonNode look(ApplyCommand.Started each) {
        for (var instance :
                api.get("/api/service/" + Services.id(each.service())).path("instance_list")) {
            if (instance.path("instance_number").asInt() == each.number()) {
                return instance;
            }
        }
        return MissingNode.getInstance();
    }

    private void report(ApplyCommand.Started each, String status, String detail) {
        var name = Services.fullName(each.service()) + "." + each.number();
        var line = status + (detail.isEmpty() ? "" : "  " + detail);
        if (!line.equals(last.put(name, line)) && talk) {
            System.out.printf("%s  %s%n", name, line);
        }
    }

    private static boolean isEnd(String status) {
        return List.of("COMPLETED", "FAILED", "DEAD", "UNDEPLOYED").contains(status);
    }
}
