package holm.persistence;

import static holm.persistence.counter.CounterNode.of;

import holm.persistence.counter.CounterCommand;
import holm.persistence.counter.CounterNode;
import holm.persistence.counter.RestingCounter;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an idle entity leaves the memory. The test is its shard: it lets it go whenever it likes. */
class EntityLeaveTest {
    private CounterNode node;
    private TestProbe<ShardCommand> shard;
    private TestProbe<CounterCommand> successor;
    private ActorRef<CounterCommand> counter;

    @BeforeEach
    void start() throws StoreException {
        node = CounterNode.start(StoreSettings.ephemeral("root"));
        shard = node.kit().createTestProbe();
        successor = node.kit().createTestProbe();
        counter = node.kit().spawn(RestingCounter.create(node.store(), shard.ref(), successor.ref()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void handsOnTheWorkThatItWasGivenBetweenAskingToLeaveAndLeaving() throws Exception {
        asksToLeave();
        of(node.add(counter, 1));
        letGo();
        successor.expectMessage(new CounterCommand.Wake());
    }

    @Test
    void leavesNothingToDoWhereNothingCameBetween() {
        asksToLeave();
        letGo();
        successor.expectNoMessage();
    }

    @Test
    void leavesNothingToDoWhereWhatCameBetweenIsDone() throws Exception {
        asksToLeave();
        of(node.add(counter, 1));
        of(node.delete(counter));
        letGo();
        successor.expectNoMessage();
    }

    @Test
    void leavesItsWorkToTheNextStartOfTheTierWhenItHasToLeaveUnasked() throws Exception {
        of(node.add(counter, 1));
        letGo();
        successor.expectNoMessage();
    }

    private void asksToLeave() {
        counter.tell(new CounterCommand.Rest());
        shard.expectMessage(new ClusterSharding.Passivate<>(counter));
    }

    private void letGo() {
        counter.tell(new CounterCommand.Stop());
        shard.expectTerminated(counter);
    }
}
