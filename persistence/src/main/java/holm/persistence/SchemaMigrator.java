package holm.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings the tables to this version. A migration is a file that never changes once released; it runs in one transaction with the
 * raising of the schema's version (H2 commits each CREATE by itself: an interrupted first start is repeated by removing the
 * folder). docs/decisions/0003 says why this is not Flyway.
 */
final class SchemaMigrator {
    /** In this order, for ever; {@code <engine>/} or {@code common/} below {@code db/migration}. */
    static final List<String> MIGRATIONS = List.of("V1__first_tables.sql", "V2__documents.sql", "V3__no_wakeups.sql");

    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");
    private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*(\\n|$)");

    private SchemaMigrator() {}

    /**
     * @param connection with auto-commit off
     * @param place what the operator knows the database by
     */
    static void migrate(Connection connection, String engine, String place) throws SQLException, StoreException {
        var version = version(connection);
        if (version > MIGRATIONS.size()) {
            throw new StoreException("the database in " + place + " was written by a newer Holm (schema " + version
                    + ", this one knows " + MIGRATIONS.size() + "); start the newer one, or restore a backup");
        }
        for (var next = version; next < MIGRATIONS.size(); next++) {
            try (var statement = connection.createStatement()) {
                for (var sql : statements(engine, MIGRATIONS.get(next))) {
                    statement.execute(sql);
                }
                statement.executeUpdate("UPDATE schema_version SET version = " + (next + 1));
            }
            connection.commit();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            statement.executeUpdate(
                    "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)");
            connection.commit();
            try (var rows = statement.executeQuery("SELECT version FROM schema_version")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static List<String> statements(String engine, String file) {
        var sql = COMMENT.matcher(read(engine, file)).replaceAll("");
        return END_OF_STATEMENT
                .splitAsStream(sql)
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String read(String engine, String file) {
        for (var folder : List.of(engine, "common")) {
            try (var in = SchemaMigrator.class.getResourceAsStream("/db/migration/" + folder + "/" + file)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no migration " + file + " for " + engine);
    }
}
