package holm.cluster.root;

import holm.cluster.instance.InstanceRow;
import holm.cluster.instance.InstanceRows;
import holm.cluster.worker.DirectoryCommand;
import holm.cluster.worker.WorkerBoard;
import holm.domain.Candidate;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.wire.log.LogDesk;
import holm.wire.log.LogRelay;
import java.net.URI;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the root read the log of an instance: a connection of its own, from the worker through this cluster. Thread-safe. */
public record LogForwarding(
        ActorSystem<?> system,
        URI rootUri,
        LogDesk desk,
        InstanceRows rows,
        WorkerBoard board,
        ActorRef<DirectoryCommand> directory) {
    private static final Logger LOG = LoggerFactory.getLogger(LogForwarding.class);

    /** Where the root takes logs; the request's id follows. */
    private static final String PATH = "/link/log/";

    void forward(String request, InstanceId instance, LogQuery query) {
        if (!HexId.isValid(request)) {
            LOG.warn("The root asked for a log under a malformed id");
            return;
        }
        var uri = rootUri.resolve(PATH + request);
        var worker = rows.find(instance).flatMap(InstanceRow::worker);
        var answer = worker.filter(this::isThere).isPresent()
                ? relay(worker.get(), request, instance, query, uri)
                : LogRelay.refuse(system, uri, why(instance, worker));
        answer.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("The log of {} did not reach the root: {}", instance, failure.getMessage());
            }
        });
    }

    private java.util.concurrent.CompletionStage<org.apache.pekko.Done> relay(
            WorkerId worker, String request, InstanceId instance, LogQuery query, URI uri) {
        var lines = desk.expect(request);
        directory.tell(new DirectoryCommand.Tell(worker, new Downward.OpenLog(request, instance, query)));
        return LogRelay.send(system, uri, lines);
    }

    private boolean isThere(WorkerId worker) {
        return candidate(worker).filter(Candidate::live).isPresent();
    }

    private String why(InstanceId instance, Optional<WorkerId> worker) {
        return worker.map(id -> "worker %s is not connected"
                        .formatted(candidate(id).map(Candidate::name).orElse(id.value())))
                .orElse("instance %s is on no worker".formatted(instance));
    }

    private Optional<Candidate> candidate(WorkerId worker) {
        return board.now().candidates().stream()
                .filter(one -> one.id().equals(worker.value()))
                .findFirst();
    }
}
