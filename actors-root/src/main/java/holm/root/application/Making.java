package holm.root.application;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.root.http.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Services that are being made, all at the same time. For one thread. */
final class Making {
    private record One(String place, CompletionStage<?> made) {}

    private final List<One> all = new ArrayList<>();

    /** @return where a service stands in the document */
    static String place(int application, int service) {
        return "applications[%d].microservices[%d]".formatted(application, service);
    }

    void add(String place, CompletionStage<?> made) {
        all.add(new One(place, made));
    }

    /**
     * Waits for all of them, also when one failed: whoever takes them back then must find none that is still on its way.
     *
     * @throws RuntimeException the first failure, with its field as a path of the document
     */
    void await() {
        var failures = new ArrayList<RuntimeException>();
        for (var one : all) {
            try {
                Await.on(one.made());
            } catch (RefusalException refused) {
                failures.add(new RefusalException(at(one.place(), refused.refusal())));
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        failures.stream().findFirst().ifPresent(first -> {
            throw first;
        });
    }

    private static Refusal at(String place, Refusal refusal) {
        return refusal.field().isEmpty()
                ? refusal
                : new Refusal(
                        refusal.kind(),
                        refusal.code(),
                        refusal.message(),
                        place + "." + refusal.field(),
                        refusal.hint());
    }
}
