package holm.persistence;

import holm.domain.Decision;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The shell of an event-sourced entity: persists what the state decided, writes its list row, then answers. A failed persist never
 * answers (the edge turns the ask's time-out into 503, outcome unknown); the entity restarts from its journal. Everything but the
 * hooks' arguments is confined to the actor's thread.
 *
 * @param <C> commands; those that somebody waits for are {@link Asked}, the one that stops it is {@link Passivation}
 * @param <E> events
 * @param <S> the state, an immutable record
 */
public abstract class Entity<C, E, S> extends EventSourcedBehavior<C, E, S> {
    /** Replay of 100 small events takes a few milliseconds; the older of two snapshots survives a torn write. */
    private static final RetentionCriteria RETENTION =
            RetentionCriteria.snapshotEvery(100, 2).withDeleteEventsOnSnapshot();
    /** The database may be away for a second or for an hour. */
    private static final BackoffSupervisorStrategy BACK_OFF =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

    private static final CompletionStage<Done> NOTHING = CompletableFuture.completedStage(Done.getInstance());

    private final ActorContext<C> context;
    private final Store store;
    private final String type;
    private final String id;
    /** The last list row on its way to the disk. Every answer waits for it, so answers keep their order and rest on durable rows. */
    private CompletionStage<Done> listed = NOTHING;
    /** What is done about the state with which it leaves the memory: nothing, unless it asked for that itself. */
    private Consumer<S> handOver = _ -> {};

    /** @param type begins with the tier, for example {@code root-service}: also the kind of its row */
    protected Entity(ActorContext<C> context, Store store, String type, String id) {
        super(PersistenceId.of(type, id), BACK_OFF);
        this.context = context;
        this.store = store;
        this.type = type;
        this.id = id;
    }

    /** Pure: what {@code command} makes true, or why it does not. */
    protected abstract Decision<E> decide(S state, C command);

    /** Pure: the state after {@code event}. */
    protected abstract S apply(S state, E event);

    /** @return what lists show; empty for nothing (never created, or deleted) */
    protected Optional<View> view(S state) {
        return Optional.empty();
    }

    /** @return what {@code GET /api/events} tells of this change; written together with the row */
    protected List<FeedEntry> feed(S before, S after, List<E> events) {
        return List.of();
    }

    /**
     * Called for each command that was accepted, before its events are written: what it begins goes on while they are. May happen for
     * events that never become durable, so what it begins must be given up again by whoever owns it.
     *
     * @return what the answer waits for besides the events and the row; its failure is answered instead
     */
    protected CompletionStage<Done> meanwhile(S before, C command, List<E> events) {
        return NOTHING;
    }

    /** Called once the events are durable: send messages. May happen twice for a command that is sent twice, so receivers are idempotent. */
    protected void afterPersist(S before, S after, List<E> events) {}

    /**
     * Called for each command that was accepted, once its events are durable, after {@link #afterPersist}; also when it had none: a
     * repetition may want the same messages again.
     */
    protected void afterCommand(S before, C command, List<E> events, S after) {}

    /** Called after each recovery, before the first command: take up what was unfinished. */
    protected void onWake(S state) {}

    /**
     * Asks to leave the memory, because nothing was to be done for a while. Until sharding answers with the {@link Passivation} it goes
     * on as before: what it is told is decided, written and answered. But sharding keeps, and hands to a successor, only what comes
     * after it heard of the wish; of anything that began between, timers and questions end with this actor, and nobody would take it up
     * before the next start of the tier. So if there is work by then, the successor is told so. Who has to leave unasked goes with the
     * whole tier, and that start takes its work up.
     *
     * @param shard that it lives in
     * @param hasWork whether a state asks for something that nobody else begins; asked on this actor's thread, when it goes
     * @param successor finds whoever lives under this id next: its {@code EntityRef}
     * @param wake has the successor look for work
     */
    protected final void leave(
            ActorRef<ClusterSharding.ShardCommand> shard, Predicate<S> hasWork, RecipientRef<C> successor, C wake) {
        handOver = state -> {
            if (hasWork.test(state)) {
                successor.tell(wake);
            }
        };
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    protected final String id() {
        return id;
    }

    protected final ActorContext<C> context() {
        return context;
    }

    protected final Store store() {
        return store;
    }

    @Override
    public final CommandHandler<C, E, S> commandHandler() {
        return (state, command) -> command instanceof Passivation
                ? Effect().none().thenRun((S last) -> handOver.accept(last)).thenStop()
                : decided(state, command);
    }

    private Effect<E, S> decided(S before, C command) {
        return switch (decide(before, command)) {
            case Decision.Accepted<E>(var events)
            when events.isEmpty() ->
                Effect().none().thenRun((S state) -> {
                    afterCommand(before, command, events, state);
                    answer(command, state, NOTHING);
                });
            case Decision.Accepted<E>(var events) -> {
                var meanwhile = meanwhile(before, command, events);
                yield Effect().persist(events).thenRun((S after) -> {
                    list(after, feed(before, after, events));
                    afterPersist(before, after, events);
                    afterCommand(before, command, events, after);
                    answer(command, after, meanwhile);
                });
            }
            case Decision.Refused<E>(var refusal) -> Effect().none().thenRun((S _) -> refuse(command, refusal));
        };
    }

    private void list(S state, List<FeedEntry> entries) {
        var sequence = lastSequenceNumber(context);
        var rows = store.rows();
        var view = view(state);
        if (view.isPresent()) {
            var shown = view.get();
            listed = rows.upsert(
                    new EntityRow(type, id, sequence, shown.owner(), ViewJson.write(shown.content())), entries);
        } else if (!entries.isEmpty() || !isListedNowhere()) {
            listed = rows.delete(type, id, sequence, entries);
        }
    }

    /** An entity that lists never show costs no second write. */
    private boolean isListedNowhere() {
        return listed.toCompletableFuture().isDone()
                && store.rows().find(type, id).isEmpty();
    }

    private void answer(C command, S state, CompletionStage<Done> meanwhile) {
        if (command instanceof Asked<?, ?> question) {
            answer(Entity.<S>asked(question), state, meanwhile);
        }
    }

    private void answer(Asked<S, Object> question, S state, CompletionStage<Done> meanwhile) {
        var durable = question.isFollowedByReading() ? listed : NOTHING;
        durable.thenRun(() -> meanwhile.whenComplete((_, failure) -> question.replyTo()
                .tell(
                        failure == null
                                ? StatusReply.success(question.answer(state))
                                : StatusReply.error(cause(failure)))));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void refuse(C command, Refusal refusal) {
        if (command instanceof Asked<?, ?> question) {
            ActorRef<StatusReply<Object>> replyTo = Entity.<S>asked(question).replyTo();
            listed.thenRun(() -> replyTo.tell(StatusReply.error(new RefusalException(refusal))));
        }
    }

    /** A command is asked of the entity that it is addressed to, so its state type is S. */
    @SuppressWarnings("unchecked")
    private static <S> Asked<S, Object> asked(Asked<?, ?> question) {
        return (Asked<S, Object>) question;
    }

    private void recovered(S state) {
        var behind = store.rows()
                .find(type, id)
                .map(row -> row.sequence() < lastSequenceNumber(context))
                .orElse(view(state).isPresent());
        if (behind) {
            list(state, List.of());
        }
        onWake(state);
    }

    @Override
    public final EventHandler<S, E> eventHandler() {
        return this::apply;
    }

    @Override
    public final SignalHandler<S> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, _) -> recovered(state))
                .build();
    }

    @Override
    public final RetentionCriteria retentionCriteria() {
        return RETENTION;
    }
}
