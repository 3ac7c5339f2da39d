package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for actors, on a virtual thread. */
public final class Await {
    private Await() {}

    /**
     * @return what the stage ends with
     * @throws RefusalException what the stage failed with, or {@code OUTCOME_UNKNOWN} after {@link ApiLimits#ANSWER_TIME}
     */
    public static <T> T on(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ApiLimits.ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw asUnchecked(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.OUTCOME_UNKNOWN,
                            "no-answer",
                            "no answer within " + ApiLimits.ANSWER_TIME.toSeconds()
                                    + " s; whether it was done is unknown")
                    .withHint("look with GET before you ask again"));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RefusalException(Refusal.of(
                    Refusal.Kind.OUTCOME_UNKNOWN, "stopping", "Holm is stopping; whether it was done is unknown"));
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        return cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }
}
