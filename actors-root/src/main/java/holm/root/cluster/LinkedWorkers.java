package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** Asks clusters over their links. An answer that does not come, because the link broke, is waited for in vain and given up. */
public final class LinkedWorkers implements Workers {
    /** Asked at the same time by people and programs; more are a mistake. */
    private static final int MOST_QUESTIONS = 1_000;

    private static final Comparator<Candidate> BY_NAME =
            Comparator.comparing(Candidate::name).thenComparing(Candidate::id);

    /**
     * A question that waits.
     *
     * @param cluster nobody else may answer it
     * @param pages those that have come
     */
    private record Listing(ClusterId cluster, List<Candidate> pages, CompletableFuture<List<Candidate>> answer) {}

    private record Removal(ClusterId cluster, CompletableFuture<Done> answer) {}

    private final LiveClusters clusters;
    private final Supplier<String> ids;
    private final long patienceMillis;
    private final ConcurrentMap<String, Listing> listings = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Removal> removals = new ConcurrentHashMap<>();

    /**
     * @param ids names for questions, each another one
     * @param patienceMillis for how long an answer is waited for; less than a request may take
     */
    public LinkedWorkers(LiveClusters clusters, Supplier<String> ids, long patienceMillis) {
        this.clusters = clusters;
        this.ids = ids;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public CompletionStage<List<Candidate>> of(ClusterId cluster) {
        var request = ids.get();
        var answer = new CompletableFuture<List<Candidate>>();
        listings.put(request, new Listing(cluster, new ArrayList<>(), answer));
        ask(cluster, new Downward.ListWorkers(request), answer, unavailable(cluster, "it did not answer in time"));
        return answer.whenComplete((_, _) -> listings.remove(request));
    }

    @Override
    public CompletionStage<Done> remove(ClusterId cluster, WorkerId worker) {
        var request = ids.get();
        var answer = new CompletableFuture<Done>();
        removals.put(request, new Removal(cluster, answer));
        var unknown = Refusal.of(
                        Refusal.Kind.OUTCOME_UNKNOWN,
                        "no-answer",
                        "cluster %s did not answer in time; whether the worker was removed is unknown"
                                .formatted(clusters.name(cluster)))
                .withHint("look with GET before you ask again");
        ask(cluster, new Downward.RemoveWorker(request, worker), answer, unknown);
        return answer.whenComplete((_, _) -> removals.remove(request));
    }

    /** From the session of a cluster. */
    void listed(ClusterId from, Upward.Workers page) {
        var listing = listings.get(page.request());
        if (listing == null || !listing.cluster().equals(from)) {
            return; // given up, or none of its questions
        }
        synchronized (listing) {
            listing.pages().addAll(page.page());
            if (page.last()) {
                listing.answer()
                        .complete(listing.pages().stream().sorted(BY_NAME).toList());
            }
        }
    }

    /** From the session of a cluster. */
    void removed(ClusterId from, Upward.WorkerRemoved answer) {
        var removal = removals.get(answer.request());
        if (removal == null || !removal.cluster().equals(from)) {
            return; // given up, or none of its questions
        }
        answer.refusal()
                .ifPresentOrElse(
                        refusal -> removal.answer().completeExceptionally(new RefusalException(refusal)),
                        () -> removal.answer().complete(Done.getInstance()));
    }

    private void ask(ClusterId cluster, Downward question, CompletableFuture<?> answer, Refusal tooLate) {
        if (listings.size() + removals.size() > MOST_QUESTIONS) {
            refuse(answer, unavailable(cluster, "too many questions wait for an answer"));
        } else if (!clusters.tell(cluster, question)) {
            refuse(answer, unavailable(cluster, "it is not connected"));
        } else {
            CompletableFuture.delayedExecutor(patienceMillis, TimeUnit.MILLISECONDS)
                    .execute(() -> refuse(answer, tooLate));
        }
    }

    private Refusal unavailable(ClusterId cluster, String why) {
        return Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "cluster-away",
                        "cluster %s cannot be asked: %s".formatted(clusters.name(cluster), why))
                .withHint("only a cluster knows its workers; try again when it is active");
    }

    private static void refuse(CompletableFuture<?> answer, Refusal why) {
        answer.completeExceptionally(new RefusalException(why));
    }
}
