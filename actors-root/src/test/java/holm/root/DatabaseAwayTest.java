package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
    @Test
    void saysThatNothingWasWrittenAndWhen() {
        try (var server = new RootApiServer()) {
            var admin = server.client.admin();
            server.store.close();
            for (var answer : new ApiClient.Answer[] {
                admin.get("/api/applications"),
                admin.post("/api/auth/register", "{\"name\":\"late\",\"password\":\"x\"}")
            }) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.json().path("message").asText())
                        .contains("nothing was written")
                        .doesNotContain("SELECT");
                assertThat(answer.header("retry-after")).isEqualTo("1");
            }
            assertThat(admin.get("/api/clusters").status())
                    .as("what needs no table is answered")
                    .isEqualTo(200);
        }
    }
}
