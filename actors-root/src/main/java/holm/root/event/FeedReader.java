package holm.root.event;

import holm.persistence.EventFeed;
import holm.persistence.Subscription;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Reads the feed for many clients: each at its own speed, from the table. A new entry only wakes a reader; a slow one reads more
 * at a time, delays nobody and fills no queue.
 */
final class FeedReader {
    /** One query's worth: some hundred kilobytes at most. */
    private static final int PAGE = 200;

    private static final Executor THREADS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("holm-root-events-", 0).factory());

    private final EventFeed feed;

    FeedReader(EventFeed feed) {
        this.feed = feed;
    }

    /** @return every entry after {@code id} that is kept, then each new one; never ends by itself */
    Source<EventFeed.Stored, NotUsed> after(long id) {
        return Source.<List<EventFeed.Stored>, Cursor>unfoldResourceAsync(
                        () -> CompletableFuture.completedFuture(new Cursor(feed, id)),
                        cursor -> cursor.next().thenApply(Optional::of),
                        Cursor::close)
                .mapConcat(page -> page);
    }

    /** Where one reader stands. Used by one stream, one step at a time; woken by the feed's writer. */
    private static final class Cursor {
        private final EventFeed feed;
        private final Subscription subscription;
        private volatile long last;
        private volatile CompletableFuture<Done> news = new CompletableFuture<>();

        Cursor(EventFeed feed, long last) {
            this.feed = feed;
            this.last = last;
            this.subscription = feed.onNew(_ -> news.complete(Done.getInstance()));
        }

        /** @return the next entries, at least one */
        CompletionStage<List<EventFeed.Stored>> next() {
            var wake = new CompletableFuture<Done>();
            news = wake; // before the query: what comes after it wakes us, what came before it is in it
            return CompletableFuture.supplyAsync(this::page, THREADS)
                    .thenCompose(page -> page.isEmpty()
                            ? wake.thenComposeAsync(_ -> next(), THREADS)
                            : CompletableFuture.completedFuture(page));
        }

        CompletionStage<Done> close() {
            subscription.close();
            return CompletableFuture.completedFuture(Done.getInstance());
        }

        private List<EventFeed.Stored> page() {
            try {
                var page = feed.after(last, PAGE);
                last = page.isEmpty() ? last : page.getLast().id();
                return page;
            } catch (SQLException failed) {
                throw new CompletionException(failed);
            }
        }
    }
}
