package holm.cluster.scripted;

import holm.wire.member.Membership;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** The membership of any number of scripted workers: one actor system that joins the cluster. */
public record ScriptedMember(ActorTestKit kit) implements AutoCloseable {
    /** @param port where the orchestrator takes workers */
    public static ScriptedMember join(int port) {
        return new ScriptedMember(
                ActorTestKit.create(Membership.SYSTEM, Membership.worker("127.0.0.1", 0, "127.0.0.1:" + port)));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
