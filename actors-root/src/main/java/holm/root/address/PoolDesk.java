package holm.root.address;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/** Stands before one pool: while a batch is being written it collects what comes, and that is the next batch. Keeps their order. */
final class PoolDesk extends AbstractBehavior<PoolDesk.Command> {
    /** What a desk can be told. */
    sealed interface Command {
        /** Answered with one answer for each request, once they are durable; a failure says that the outcome is unknown. */
        record Ask(List<PoolRequest> requests, ActorRef<StatusReply<List<PoolAnswer>>> replyTo) implements Command {}

        record Served(List<PoolAnswer> answers) implements Command {}

        record NotServed(Throwable why) implements Command {}
    }

    private final PoolId pool;
    private final EntityRef<AddressPoolCommand> entity;
    private final Queue<Command.Ask> waiting = new ArrayDeque<>();
    private List<Command.Ask> underWay = List.of();

    private PoolDesk(ActorContext<Command> context, PoolId pool, EntityRef<AddressPoolCommand> entity) {
        super(context);
        this.pool = pool;
        this.entity = entity;
    }

    static Behavior<Command> create(PoolId pool, EntityRef<AddressPoolCommand> entity) {
        return Behaviors.setup(context -> new PoolDesk(context, pool, entity));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Command.Ask ask -> waiting.add(ask);
            case Command.Served(var answers) -> served(answers);
            case Command.NotServed(var why) -> notServed(why);
        }
        if (underWay.isEmpty() && !waiting.isEmpty()) {
            serveNext();
        }
        return this;
    }

    private void serveNext() {
        var batch = new ArrayList<Command.Ask>();
        var requests = new ArrayList<PoolRequest>();
        while (!waiting.isEmpty() && requests.size() < AddressLimits.REQUESTS_IN_A_BATCH) {
            var next = waiting.remove();
            batch.add(next);
            requests.addAll(next.requests());
        }
        underWay = List.copyOf(batch);
        getContext()
                .pipeToSelf(
                        entity.<List<PoolAnswer>>ask(
                                replyTo -> new AddressPoolCommand.Serve(requests, replyTo), AddressLimits.ANSWER),
                        PoolDesk::outcome);
    }

    private static Command outcome(@Nullable List<PoolAnswer> answers, @Nullable Throwable failure) {
        return answers != null
                ? new Command.Served(answers)
                : new Command.NotServed(failure == null ? new IllegalStateException("no answer") : failure);
    }

    private void served(List<PoolAnswer> answers) {
        var from = 0;
        for (var ask : underWay) {
            var to = from + ask.requests().size();
            ask.replyTo().tell(StatusReply.success(answers.subList(from, to)));
            from = to;
        }
        underWay = List.of();
    }

    private void notServed(Throwable why) {
        getContext().getLog().warn("Pool {} did not answer: {}", pool, why.toString());
        var unknown = new RefusalException(Refusal.of(
                        Refusal.Kind.OUTCOME_UNKNOWN,
                        "outcome-unknown",
                        "the addresses were not given in time; whether they are written is unknown")
                .withHint("look with GET before you ask again"));
        underWay.forEach(ask -> ask.replyTo().tell(StatusReply.error(unknown)));
        underWay = List.of();
    }
}
