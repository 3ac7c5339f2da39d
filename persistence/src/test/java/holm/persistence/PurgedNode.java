package holm.persistence;

import holm.persistence.counter.CounterNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A process that removes the journals of counters that are gone, one after the other; before each commit it asks for permission. */
final class PurgedNode {
    static final int COUNTERS = 12;
    static final String REMOVING = "removing ";

    private PurgedNode() {}

    /** @param arguments tier, and a directory or else URL, user and password of PostgreSQL */
    public static void main(String[] arguments) throws Exception {
        var settings = arguments.length == 2
                ? StoreSettings.inDirectory(arguments[0], Path.of(arguments[1]))
                : StoreSettings.onPostgres(arguments[0], arguments[1], arguments[2], arguments[3]);
        try (var node = CounterNode.start(settings)) {
            for (var i = 0; i < COUNTERS; i++) {
                var counter = node.counter("c" + i);
                // More than 100 events, so that there is a snapshot of somebody who lived.
                CounterNode.of(StoreContract.addMany(node, counter, 120));
                CounterNode.of(node.delete(counter));
            }
            purge(node.store());
        }
    }

    private static void purge(Store store) throws SQLException {
        var words = Map.of("counter-deleted-v1", Remains.NOTHING);
        var gone =
                store.database().transaction(connection -> JournalPurge.gone(connection, words, Long.MAX_VALUE, 100));
        for (var one : gone) {
            store.database().transaction(connection -> {
                var removed = JournalPurge.purge(connection, List.of(one));
                System.out.println(REMOVING + one.persistenceId());
                System.out.flush();
                awaitPermission();
                return removed;
            });
        }
    }

    private static void awaitPermission() {
        try {
            for (var letter = System.in.read(); letter >= 0 && letter != '\n'; ) {
                letter = System.in.read();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
