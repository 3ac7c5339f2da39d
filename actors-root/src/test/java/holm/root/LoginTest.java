package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import holm.root.http.ApiSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets in, how often, and with which password. */
class LoginTest {
    @Test
    void makesAPasswordBeyondLoopbackAndRefusesTheDefaultOne() {
        try (var server = new RootApiServer(false, ApiSettings.LOCAL, Clock.systemUTC())) {
            var generated = server.firstAdmin.generatedPassword().orElseThrow();
            assertThat(generated).hasSizeGreaterThanOrEqualTo(16);
            assertThat(server.firstAdmin.toString()).doesNotContain(generated);
            assertThat(status(server, "Admin", "Admin")).isEqualTo(401);
            var admin = server.client.login("Admin", generated);
            assertThat(admin.post(
                                    "/api/user/Admin",
                                    "{\"oldPassword\":\"" + generated + "\",\"newPassword\":\"Admin\"}")
                            .status())
                    .isEqualTo(422);
            assertThat(server.api.open().generatedPassword())
                    .as("a second start makes no other")
                    .isEmpty();
            assertThat(status(server, "Admin", generated)).isEqualTo(200);
        }
    }

    @Test
    void slowsDownWhoGuessesAndNobodyElse() {
        var clock = new HandClock();
        try (var server = new RootApiServer(true, ApiSettings.LOCAL, clock)) {
            for (var i = 0; i < 20; i++) {
                assertThat(status(server, "Admin", "guess" + i)).isEqualTo(401);
            }
            var tooOften = server.client.post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}");
            assertThat(tooOften.status()).isEqualTo(429);
            assertThat(tooOften.header("retry-after")).isEqualTo("1");
            assertThat(status(server, "other", "x"))
                    .as("another name from the same address")
                    .isEqualTo(401);
            clock.advance(Duration.ofSeconds(1));
            assertThat(status(server, "Admin", "Admin")).isEqualTo(200);
            for (var i = 0; i < 30; i++) {
                assertThat(status(server, "Admin", "Admin"))
                        .as("oak logs in for each command")
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void takesATokenForTenMinutes() {
        var clock = new HandClock();
        try (var server = new RootApiServer(true, ApiSettings.LOCAL, clock)) {
            var admin = server.client.admin();
            clock.advance(Duration.ofSeconds(599));
            assertThat(admin.get("/api/applications").status()).isEqualTo(200);
            clock.advance(Duration.ofSeconds(1));
            var late = admin.get("/api/applications");
            assertThat(late.status()).isEqualTo(401);
            assertThat(late.json().path("code").asText()).isEqualTo("token-expired");
        }
    }

    @Test
    void takesRolesFromTheAccountAndNotFromTheToken() {
        try (var server = new RootApiServer()) {
            var admin = server.client.admin();
            admin.post("/api/auth/register", "{\"name\":\"second\",\"password\":\"x\",\"roles\":[\"Admin\"]}");
            var second = server.client.login("second", "x");
            assertThat(second.get("/api/users").status()).isEqualTo(200);
            admin.put("/api/user/second", "{\"roles\":[\"Application_Provider\"]}");
            assertThat(second.get("/api/users").status()).isEqualTo(403);
        }
    }

    @Test
    void opensForOtherOriginsAndNamesOnlyWhenTold() {
        try (var server =
                new RootApiServer(true, new ApiSettings(Set.of("*"), Set.of("edge.lan")), Clock.systemUTC())) {
            var answer = server.client.send(
                    "GET",
                    "/health/live",
                    null,
                    Map.of("origin", "http://dashboard.example", "host", "edge.lan:10000"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://dashboard.example");
        }
    }

    private static int status(RootApiServer server, String name, String password) {
        return server.client
                .post("/api/auth/login", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}")
                .status();
    }
}
