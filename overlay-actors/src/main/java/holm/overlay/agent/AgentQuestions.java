package holm.overlay.agent;

import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** What the data plane asks, as messages. */
record AgentQuestions(ActorRef<OverlayCommand> agent) implements Plane.Questions {
    @Override
    public void missed(String address) {
        agent.tell(new OverlayCommand.Missed(address));
    }

    @Override
    public CompletionStage<Optional<RouteTable>> find(ServiceName name) {
        var answer = new CompletableFuture<Optional<RouteTable>>();
        agent.tell(new OverlayCommand.LookUp(name.toString(), answer::complete));
        return answer;
    }
}
