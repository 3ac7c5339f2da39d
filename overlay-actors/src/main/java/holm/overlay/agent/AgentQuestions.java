package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Question;
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
    public CompletionStage<Optional<RouteTable>> find(ServiceName name, Optional<ServiceId> asker) {
        var answer = new CompletableFuture<Optional<RouteTable>>();
        agent.tell(new OverlayCommand.LookUp(new Question(name.toString(), asker), answer::complete));
        return answer;
    }
}
