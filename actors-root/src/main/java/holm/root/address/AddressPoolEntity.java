package holm.root.address;

import holm.domain.Decision;
import holm.overlay.address.AddressPoolEvent;
import holm.overlay.address.AddressPoolState;
import holm.overlay.address.Holding;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolDecisions;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.persistence.Entity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The sharded actor around {@link AddressPoolState}: writes down what a batch of requests makes true, then answers them. It asks
 * about allocations whose owner does not seem to know of them: after a crash between two writes nobody else would.
 */
public final class AddressPoolEntity extends Entity<AddressPoolCommand, AddressPoolEvent, AddressPoolState> {
    public static final String KIND = "root-address-pool";
    public static final EntityTypeKey<AddressPoolCommand> TYPE = EntityTypeKey.create(AddressPoolCommand.class, KIND);

    private final AddressPoolParts parts;
    private final PoolId pool;
    private final PoolDecisions decisions;
    /** What the batch that is being written is answered; one at a time. */
    private List<PoolAnswer> answers = List.of();
    /** Owners that the last audit could not explain. */
    private Set<String> suspects = Set.of();

    private AddressPoolEntity(ActorContext<AddressPoolCommand> context, AddressPoolParts parts, PoolId pool) {
        super(context, parts.store(), KIND, pool.value());
        this.parts = parts;
        this.pool = pool;
        this.decisions = new PoolDecisions(pool.sequence());
    }

    public static Behavior<AddressPoolCommand> create(AddressPoolParts parts, String id) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new AddressPoolCommand.Audit(), AddressLimits.AUDIT);
            return new AddressPoolEntity(context, parts, new PoolId(id));
        }));
    }

    @Override
    public AddressPoolState emptyState() {
        return AddressPoolState.untouched(pool.sequence());
    }

    @Override
    protected Decision<AddressPoolEvent> decide(AddressPoolState state, AddressPoolCommand command) {
        return switch (command) {
            case AddressPoolCommand.Serve serve -> serve(state, serve.requests());
            case AddressPoolCommand.Disowned(var owner) ->
                serve(state, List.of(new PoolRequest.GiveBack(List.of(owner), false)));
            case AddressPoolCommand.Preview _,
                    AddressPoolCommand.Audit _,
                    AddressPoolCommand.Confirmed _,
                    AddressPoolCommand.Wake _,
                    AddressPoolCommand.Leave _ -> Decision.accept();
        };
    }

    private Decision<AddressPoolEvent> serve(AddressPoolState state, List<PoolRequest> requests) {
        var served = decisions.serve(state, requests, parts.clock().millis());
        answers = served.answers();
        return Decision.accept(served.events());
    }

    @Override
    protected AddressPoolState apply(AddressPoolState state, AddressPoolEvent event) {
        return state.apply(event);
    }

    @Override
    protected void afterCommand(
            AddressPoolState before,
            AddressPoolCommand command,
            List<AddressPoolEvent> events,
            AddressPoolState state) {
        switch (command) {
            case AddressPoolCommand.Serve serve -> serve.replyTo().tell(answers);
            case AddressPoolCommand.Preview(var count, var replyTo) ->
                replyTo.tell(decisions.preview(state, count, parts.clock().millis()));
            case AddressPoolCommand.Audit _ -> audit(state);
            case AddressPoolCommand.Disowned(var owner) ->
                context().getLog().warn("Pool {}: gave back what nobody knew of: {}", pool, owner);
            case AddressPoolCommand.Confirmed _, AddressPoolCommand.Wake _, AddressPoolCommand.Leave _ -> {}
        }
    }

    /** Whoever is unexplained at two audits in a row is asked; whoever says no loses what was given. */
    private void audit(AddressPoolState state) {
        var unexplained = state.holdings().stream()
                .map(Holding::owner)
                .filter(owner -> !parts.isExplained(owner))
                .collect(Collectors.toUnmodifiableSet());
        unexplained.stream().filter(suspects::contains).forEach(this::ask);
        suspects = unexplained;
    }

    private void ask(String owner) {
        context()
                .pipeToSelf(
                        parts.ask(owner),
                        (holds, _) -> Boolean.FALSE.equals(holds)
                                ? new AddressPoolCommand.Disowned(owner)
                                : new AddressPoolCommand.Confirmed(owner));
    }
}
