package holm.persistence;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/** Gives Pekko's JDBC plugin the {@link Store} that its actor system was configured for. */
public final class StoreDatabaseProvider implements SlickDatabaseProvider {
    private final SlickDatabase database;

    /** Called by Pekko. */
    public StoreDatabaseProvider(ActorSystem system) {
        database = Store.find(system.settings().config().getString(PekkoConfig.STORE))
                .slick();
    }

    @Override
    public SlickDatabase database(Config config) {
        return database;
    }

    /** The store outlives the journal's actor, which may restart: {@code allowShutdown} is false. */
    record Shared(JdbcBackend.JdbcDatabaseDef database, JdbcProfile profile) implements SlickDatabase {
        @Override
        public boolean allowShutdown() {
            return false;
        }
    }
}
