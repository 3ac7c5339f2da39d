package holm.worker.member;

import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.domain.message.Upward;
import holm.wire.link.GatewayClient;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WorkerGateway;
import holm.wire.log.LogReading;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** The root of one membership: a gateway client for each agent of this process. */
final class MemberGuardian {
    private MemberGuardian() {}

    /** What it is told. */
    sealed interface Command {
        /** @param gateways how many can be reached */
        record Found(int gateways) implements Command {}

        record ServeLog(String agent, String request, LogQuery query, LogReading log) implements Command {}
    }

    /**
     * @param owners by the agent's name
     * @param gateways hears how many can be reached, at each change; by this system's threads
     */
    static Behavior<Command> create(Map<String, ActorRef<LinkEvent<Downward, Upward>>> owners, IntConsumer gateways) {
        return Behaviors.setup(context -> {
            var clients = new HashMap<String, ActorRef<GatewayClient.Command>>();
            owners.forEach((agent, owner) -> clients.put(
                    agent, context.spawnAnonymous(GatewayClient.create(agent, LinkSettings.DEFAULT, owner))));
            var found = context.messageAdapter(
                    Receptionist.Listing.class,
                    listing -> new Command.Found(
                            listing.getServiceInstances(WorkerGateway.KEY).size()));
            context.getSystem().receptionist().tell(Receptionist.subscribe(WorkerGateway.KEY, found));
            return Behaviors.receive(Command.class)
                    .onMessage(Command.Found.class, now -> {
                        gateways.accept(now.gateways());
                        return Behaviors.same();
                    })
                    .onMessage(Command.ServeLog.class, serve -> {
                        var client = clients.get(serve.agent());
                        if (client != null) {
                            client.tell(
                                    new GatewayClient.Command.ServeLog(serve.request(), serve.query(), serve.log()));
                        }
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
