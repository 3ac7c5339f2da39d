package holm.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over the real entities, without any cluster. */
class RootTierApiTest {
    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledgedOverARestart() throws Exception {
        String token;
        String service;
        try (var store = Store.open(StoreSettings.inDirectory("root", directory))) {
            var root = RootTier.start(RootSettings.local(0, Optional.of(directory)), store);
            var client = new ApiClient(root.httpPort());
            token = client.post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}")
                    .json()
                    .path("token")
                    .asText();
            var admin = client.with(token);
            var created = admin.post("/api/application", document("kept"));
            assertThat(created.status()).as(created.body()).isEqualTo(200);
            service = created.json().path(0).path("microservices").path(0).asText();
            assertThat(admin.post("/api/service/" + service + "/instance", null).body())
                    .isEqualTo("{\"message\":\"ok\",\"instance_number\":0}");
            assertThat(admin.put("/api/service/" + service + "/replicas", "{\"replicas\":3}")
                            .json()
                            .path("instance_numbers"))
                    .hasSize(3);
            assertThat(admin.delete("/api/service/" + service + "/instance/1").status())
                    .isEqualTo(200);
            assertThat(admin.delete("/api/service/" + service + "/instance/7").status())
                    .isEqualTo(404);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(
                                    shown(admin, service).path("status_detail").asText())
                            .isNotBlank());
            assertThat(shown(admin, service).path("status").asText())
                    .isIn("REQUESTED", "NoActiveClusterWithCapacity", "TargetClusterNotFound");
            root.stop().toCompletableFuture().join();
        }
        try (var store = Store.open(StoreSettings.inDirectory("root", directory))) {
            var root = RootTier.start(RootSettings.local(0, Optional.of(directory)), store);
            var admin = new ApiClient(root.httpPort()).with(token);
            assertThat(shown(admin, service).path("instance_list").findValuesAsText("instance_number"))
                    .contains("0", "2")
                    .doesNotContain("1");
            assertThat(admin.post("/api/service/" + service + "/instance", null)
                            .json()
                            .path("instance_number")
                            .asInt())
                    .isEqualTo(3);
            var application = admin.get("/api/applications")
                    .json()
                    .path(0)
                    .path("applicationID")
                    .asText();
            assertThat(admin.delete("/api/application/" + application).status()).isEqualTo(200);
            assertThat(admin.get("/api/services").json()).isEmpty();
            assertThat(admin.get("/api/clusters/active").body()).isEqualTo("[]");
            assertThat(admin.get("/health/ready").status()).isEqualTo(200);
            root.stop().toCompletableFuture().join();
        }
    }

    private static JsonNode shown(ApiClient admin, String service) {
        return admin.get("/api/service/" + service).json();
    }

    private static String document(String name) {
        var document = Documents.valid();
        document.put("applications", Documents.list(Documents.application(name, Documents.service("web"))));
        return Json.mapper().valueToTree(document).toString();
    }
}
