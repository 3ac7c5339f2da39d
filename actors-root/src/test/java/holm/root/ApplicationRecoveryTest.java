package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.Policies;
import holm.domain.descriptor.ParsedSla;
import holm.domain.descriptor.ServiceRequest;
import holm.domain.descriptor.SlaParser;
import holm.testing.Documents;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What a start makes of applications that a crash left half done. */
class ApplicationRecoveryTest {
    private static final String ID = "0000000000000000000000a1";
    private static final ServiceId MADE = new ServiceId("0000000000000000000000b1");
    private static final String NOT_MADE = "0000000000000000000000b2";

    @Test
    void takesBackWhatWasBeingCreated() throws SQLException {
        try (var server = new RootApiServer()) {
            row(server, "CREATING");
            service(server);
            assertThat(server.client.admin().get("/api/application/" + ID).status())
                    .as("nobody sees it")
                    .isEqualTo(404);
            server.api.recover();
            assertThat(server.services.all()).isEmpty();
            assertThat(rows(server)).isZero();
        }
    }

    @Test
    void finishesWhatWasBeingDeleted() throws SQLException {
        try (var server = new RootApiServer()) {
            row(server, "DELETING");
            service(server);
            server.api.recover();
            assertThat(server.services.all()).isEmpty();
            assertThat(rows(server)).isZero();
        }
    }

    @Test
    void leavesWhatIsThereAlone() throws SQLException {
        try (var server = new RootApiServer()) {
            row(server, "ACTIVE");
            service(server);
            server.api.recover();
            assertThat(server.services.all()).hasSize(1);
            assertThat(server.client.admin().get("/api/application/" + ID).status())
                    .isEqualTo(200);
        }
    }

    private static void service(RootApiServer server) {
        if (SlaParser.parse(Documents.valid(), Policies.BUILT_IN) instanceof ParsedSla.Understood(var sla)) {
            ServiceRequest request = sla.applications().getFirst().services().getFirst();
            server.services.create(MADE, new ApplicationId(ID), "Admin", request.descriptor(), request.source());
        }
    }

    private static void row(RootApiServer server, String state) throws SQLException {
        server.store.database().transaction(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO application (id, owner, name, namespace, description, state, document, created) VALUES (?, 'Admin', 'shop', 'test', '', ?, ?, 1)")) {
                insert.setString(1, ID);
                insert.setString(2, state);
                insert.setString(3, "{\"services\":[\"" + MADE + "\",\"" + NOT_MADE + "\"]}");
                return insert.executeUpdate();
            }
        });
    }

    private static int rows(RootApiServer server) throws SQLException {
        return server.store.database().transaction(connection -> {
            try (var query = connection.prepareStatement("SELECT COUNT(*) FROM application");
                    var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }
}
