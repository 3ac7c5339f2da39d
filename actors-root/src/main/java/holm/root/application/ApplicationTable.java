package holm.root.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.wire.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code application}. Each method is a statement within the caller's transaction. */
final class ApplicationTable {
    private static final String COLUMNS =
            "SELECT id, owner, name, namespace, description, state, document, created FROM application ";

    private ApplicationTable() {}

    static void insert(Connection connection, Application application) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO application (id, owner, name, namespace, description,"
                        + " state, document, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, application.id().value());
            insert.setString(2, application.owner());
            insert.setString(3, application.name());
            insert.setString(4, application.namespace());
            insert.setString(5, application.description());
            insert.setString(6, application.state().name());
            insert.setString(7, written(application.planned()));
            insert.setLong(8, application.createdAtMillis());
            insert.executeUpdate();
        }
    }

    static Optional<Application> find(Connection connection, ApplicationId id) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + "WHERE id = ?")) {
            query.setString(1, id.value());
            return read(query).stream().findFirst();
        }
    }

    /** @return whether this owner has such a name in any state */
    static boolean isTaken(Connection connection, String owner, String name, String namespace) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + "WHERE owner = ? AND name = ? AND namespace = ?")) {
            query.setString(1, owner);
            query.setString(2, name);
            query.setString(3, namespace);
            return !read(query).isEmpty();
        }
    }

    /** @return those that can be seen, oldest first */
    static List<Application> active(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + "WHERE state = 'ACTIVE' ORDER BY created, id")) {
            return read(query);
        }
    }

    /** @return those of one owner that can be seen, oldest first */
    static List<Application> activeOf(Connection connection, String owner) throws SQLException {
        try (var query =
                connection.prepareStatement(COLUMNS + "WHERE state = 'ACTIVE' AND owner = ? ORDER BY created, id")) {
            query.setString(1, owner);
            return read(query);
        }
    }

    static List<Application> unfinished(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + "WHERE state <> 'ACTIVE'")) {
            return read(query);
        }
    }

    /** @return whether it was in the state {@code from} */
    static boolean move(Connection connection, ApplicationId id, Application.State from, Application.State to)
            throws SQLException {
        try (var update = connection.prepareStatement("UPDATE application SET state = ? WHERE id = ? AND state = ?")) {
            update.setString(1, to.name());
            update.setString(2, id.value());
            update.setString(3, from.name());
            return update.executeUpdate() == 1;
        }
    }

    static void describe(Connection connection, ApplicationId id, String description) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE application SET description = ? WHERE id = ? AND state = 'ACTIVE'")) {
            update.setString(1, description);
            update.setString(2, id.value());
            update.executeUpdate();
        }
    }

    static void delete(Connection connection, ApplicationId id) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM application WHERE id = ?")) {
            delete.setString(1, id.value());
            delete.executeUpdate();
        }
    }

    private static List<Application> read(PreparedStatement query) throws SQLException {
        try (var rows = query.executeQuery()) {
            var applications = new ArrayList<Application>();
            while (rows.next()) {
                applications.add(read(rows));
            }
            return applications;
        }
    }

    private static Application read(ResultSet row) throws SQLException {
        return new Application(
                new ApplicationId(row.getString("id")),
                row.getString("owner"),
                row.getString("name"),
                row.getString("namespace"),
                row.getString("description"),
                Application.State.valueOf(row.getString("state")),
                planned(row.getString("document")),
                row.getLong("created"));
    }

    private static String written(List<ServiceId> planned) {
        var document = Json.mapper().createObjectNode();
        var services = document.putArray("services");
        planned.forEach(id -> services.add(id.value()));
        return document.toString();
    }

    private static List<ServiceId> planned(String document) throws SQLException {
        try {
            var planned = new ArrayList<ServiceId>();
            for (JsonNode id : Json.mapper().readTree(document).path("services")) {
                planned.add(new ServiceId(id.asText()));
            }
            return planned;
        } catch (JsonProcessingException notJson) {
            throw new SQLException("the document of an application is not JSON", notJson);
        }
    }
}
