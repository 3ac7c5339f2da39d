package holm.overlay.dns;

import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks beyond this worker: once for many who wait for the same name and are of one service, for a bounded number of names, for a
 * bounded time.
 */
final class Inquiries {
    private final RemoteNames remote;
    private final Duration patience;
    private final ConcurrentHashMap<Question, CompletableFuture<Optional<RouteTable>>> underWay =
            new ConcurrentHashMap<>();

    Inquiries(RemoteNames remote, Duration patience) {
        this.remote = remote;
        this.patience = patience;
    }

    /**
     * @param asker as in {@link RemoteNames}
     * @return the table, or empty when there is no such service
     */
    Optional<RouteTable> ask(ServiceName name, Optional<ServiceId> asker) throws Unanswered, InterruptedException {
        var question = new Question(name.toString().toLowerCase(Locale.ROOT), asker);
        var mine = new CompletableFuture<Optional<RouteTable>>();
        var others = underWay.putIfAbsent(question, mine);
        if (others != null) {
            return await(name, others);
        }
        try {
            if (underWay.size() > DnsLimits.INQUIRIES) {
                throw new Unanswered("too many names are asked about at once");
            }
            start(name, asker, mine);
            return await(name, mine);
        } finally {
            underWay.remove(question, mine);
            mine.completeExceptionally(new TimeoutException()); // for those who came later, unless there is an answer
        }
    }

    private Optional<RouteTable> await(ServiceName name, CompletableFuture<Optional<RouteTable>> answer)
            throws Unanswered, InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Unanswered("it is unknown whether there is a service " + name, e.getCause());
        } catch (TimeoutException e) {
            throw new Unanswered("nobody says whether there is a service " + name, e);
        }
    }

    private void start(ServiceName name, Optional<ServiceId> asker, CompletableFuture<Optional<RouteTable>> mine) {
        try {
            remote.resolve(name, asker).whenComplete((answer, failure) -> {
                if (failure == null) {
                    mine.complete(answer);
                } else {
                    mine.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException broken) {
            mine.completeExceptionally(broken);
        }
    }
}
