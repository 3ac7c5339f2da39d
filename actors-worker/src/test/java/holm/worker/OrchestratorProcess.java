package holm.worker;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WorkerGateway;
import holm.wire.log.LogDesk;
import holm.wire.member.Membership;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An orchestrator in a process of its own, to be killed: welcomes every worker, and prints {@code ready} and {@code hello}. */
final class OrchestratorProcess {
    private OrchestratorProcess() {}

    public static void main(String[] arguments) {
        var config = Membership.orchestrator("127.0.0.1", Integer.parseInt(arguments[0]));
        var system = ActorSystem.<Void>create(Behaviors.empty(), Membership.SYSTEM, config);
        var owner = system.systemActorOf(welcoming(), "owner", Props.empty());
        Function<holm.wire.link.Session, ActorRef<LinkEvent<Upward, Downward>>> owners = _ -> owner;
        system.systemActorOf(
                WorkerGateway.create(LinkSettings.DEFAULT, owners, new LogDesk(system)), "gateway", Props.empty());
        System.out.println("ready");
    }

    private static Behavior<LinkEvent<Upward, Downward>> welcoming() {
        return Behaviors.receiveMessage(event -> {
            if (event instanceof LinkEvent.Opened<Upward, Downward>(var session, var link)) {
                link.tell(new LinkCommand.Send<>(
                        new Downward.Welcome(FakeCluster.INSTALLATION, FakeCluster.WORKER, 1, "test")));
            }
            if (event instanceof LinkEvent.Received<Upward, Downward>(var session, var message)
                    && message instanceof Upward.Hello) {
                System.out.println("hello");
            }
            return Behaviors.same();
        });
    }
}
