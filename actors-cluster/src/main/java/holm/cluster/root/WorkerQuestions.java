package holm.cluster.root;

import holm.cluster.worker.DirectoryCommand;
import holm.cluster.worker.WorkerBoard;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.message.Upward;
import holm.wire.link.Pages;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the root may ask about the workers of this cluster, each question under an id that the answer carries. */
public record WorkerQuestions(WorkerBoard board, ActorRef<DirectoryCommand> directory) {
    /** @return the answer in its order; one empty page for a cluster without workers */
    List<Upward.Workers> list(String request) {
        var pages = Pages.of(board.now().candidates());
        return pages.isEmpty()
                ? List.of(new Upward.Workers(request, List.of(), true))
                : IntStream.range(0, pages.size())
                        .mapToObj(i -> new Upward.Workers(request, pages.get(i), i == pages.size() - 1))
                        .toList();
    }

    /** @param failure why the worker was not removed; absent when it was */
    static Upward.WorkerRemoved removed(String request, @Nullable Throwable failure) {
        return new Upward.WorkerRemoved(request, Optional.ofNullable(failure).map(WorkerQuestions::refusal));
    }

    private static Refusal refusal(Throwable failure) {
        return failure instanceof RefusalException refused
                ? refused.refusal()
                : Refusal.of(
                                Refusal.Kind.OUTCOME_UNKNOWN,
                                "no-answer",
                                "the cluster did not write it in time; whether the worker was removed is unknown")
                        .withHint("look with GET before you ask again");
    }
}
