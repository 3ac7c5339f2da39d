package holm.root.routes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the relay. */
public record RelayedTables(ActorSystem<?> system, ActorRef<RelayCommand> relay) implements ServiceTables {
    /** The relay answers after a second at the latest; it may have a lot to do before. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public CompletionStage<Optional<RelayCommand.Shown>> find(String key) {
        return AskPattern.ask(relay, replyTo -> new RelayCommand.Show(key, replyTo), PATIENCE, system.scheduler());
    }
}
