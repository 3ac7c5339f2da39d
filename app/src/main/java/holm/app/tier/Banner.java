package holm.app.tier;

import holm.root.account.FirstAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a person is told when Holm is ready. */
final class Banner {
    private Banner() {}

    /** How to log in. A generated password is said here and nowhere else. */
    static List<String> login(FirstAdmin admin) {
        var lines = new ArrayList<String>();
        if (admin.generatedPassword().isPresent()) {
            lines.add("log in as Admin with the password %s (said only this once)"
                    .formatted(admin.generatedPassword().get()));
        } else if (admin.defaultPassword()) {
            lines.add("log in as Admin with the password Admin: Oakestra's default, which its clients hard-code");
        } else {
            lines.add("log in as Admin with the password you chose");
        }
        return lines;
    }

    /**
     * What is in the way of service addresses on this machine.
     *
     * @param patience how long the data plane may still take to open
     */
    static List<String> network(CompletionStage<List<String>> remarks, Duration patience) throws InterruptedException {
        try {
            return remarks.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException closed) {
            return List.of("service addresses do not work yet; the log says why");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
