package holm.e2e.bad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.Answer;
import holm.e2e.support.ApiClient;
import holm.e2e.support.OwnHolm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are right alone and contradict each other, and wishes that nobody can fulfil. */
class RacesE2eTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("race", 24_000);

    private static Scene scene;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        HOLM.get().upSimulated().start().awaitReady();
        scene = Scene.set(HOLM.get());
    }

    @Test
    void takesAnIdempotencyKeyForOneRequestOnly() throws IOException, InterruptedException {
        var path = "/api/service/" + scene.service() + "/instance";
        var headers = Map.of("Authorization", "Bearer " + scene.owner().token(), "Idempotency-Key", "race-1");
        var application = BadRequest.of("", "POST", "/api/application").json(Scene.document("keyed2"));
        scene.owner().send("POST", path, Optional.empty(), headers).ok();
        var number = scene.owner().send("POST", path, Optional.empty(), headers).ok();
        assertThat(scene.owner()
                        .send("POST", application.path(), application.body(), headers)
                        .status())
                .isEqualTo(422);
        scene.owner()
                .delete("/api/service/" + scene.service() + "/instance/"
                        + number.path("instance_number").asInt())
                .ok();
    }

    @Test
    void twoDeploymentsAtOnceGetTwoNumbers() throws Exception {
        var service = fresh("twice");
        var answers = atOnce(() -> deploy(service), () -> deploy(service));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream()
                        .map(answer -> answer.body().path("instance_number").asInt()))
                .containsExactlyInAnyOrder(0, 1);
        awaitStatuses(service, "RUNNING", "RUNNING");
        deleteService(service).ok();
    }

    @Test
    void deploymentAndDeletionAtOnceLeaveNothing() throws Exception {
        for (var round = 0; round < 10; round++) {
            var service = fresh("gone" + round);
            var answers = atOnce(() -> deploy(service), () -> deleteService(service));

            assertThat(answers.get(0).status()).as(answers.toString()).isIn(200, 404, 409);
            assertThat(answers.get(1).status()).as(answers.toString()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> scene.owner().get("/api/service/" + service).status() == 404);
        }
    }

    @Test
    void ofTwoDeletionsAtOnceOneFindsNothing() throws Exception {
        for (var round = 0; round < 10; round++) {
            var service = fresh("once" + round);
            deploy(service).ok();
            var answers = atOnce(() -> deleteService(service), () -> deleteService(service));

            assertThat(answers.stream().map(Answer::status))
                    .as(answers.toString())
                    .contains(200)
                    .isSubsetOf(200, 404);
            assertThat(deleteService(service).status()).isEqualTo(404);
        }
    }

    @Test
    void ofTwoCreationsAtOnceOneIsRefused() throws Exception {
        for (var round = 0; round < 10; round++) {
            var document = Scene.document("same" + round);
            var answers = atOnce(
                    () -> scene.owner().post("/api/application", document),
                    () -> scene.owner().post("/api/application", document));

            assertThat(answers.stream().map(Answer::status))
                    .as(answers.toString())
                    .containsExactlyInAnyOrder(200, 409);
            deleteApplication("same" + round);
        }
    }

    @Test
    void undeploysOnceHoweverOftenItIsAsked() throws Exception {
        var service = fresh("undeployed");
        var number = deploy(service).ok().path("instance_number").asInt();
        var path = "/api/service/" + service + "/instance/" + number;
        var answers =
                atOnce(() -> scene.owner().delete(path), () -> scene.owner().delete(path));

        assertThat(answers.stream().map(Answer::status)).as(answers.toString()).containsOnly(200);
        await().atMost(PATIENCE)
                .until(() -> scene.owner().instance(service, number).isEmpty());
        assertThat(scene.owner().delete(path).status()).isEqualTo(200);
        deleteService(service).ok();
    }

    /** Nobody can know at the POST whether a registry will have an image; the instance says it. */
    @Test
    void saysWhichImageDoesNotExist() throws Exception {
        var document = Scene.document("imageless");
        service(document).put("code", "missing/image:1");
        var service =
                scene.owner().create(document).path("microservices").path(0).asText();
        deploy(service).ok();

        await().atMost(PATIENCE).untilAsserted(() -> {
            var instance = scene.owner().instance(service, 0).orElseThrow();
            assertThat(instance.path("status").asText()).isNotEqualTo("RUNNING");
            assertThat(instance.path("status_detail").asText()).contains("missing/image:1");
        });
        deleteService(service).ok();
    }

    /** What no worker could ever run is refused; what only finds no room now waits, and says so. */
    @Test
    void letsWaitWhatFindsNoRoomNow() throws Exception {
        var document = Scene.document("roomy");
        service(document).put("memory", largestWorkerMebiBytes() * 2 / 3);
        var service =
                scene.owner().create(document).path("microservices").path(0).asText();
        deploy(service).ok();
        await().atMost(PATIENCE).until(() -> scene.owner().status(service, 0).equals("RUNNING"));
        deploy(service).ok();

        await().atMost(PATIENCE).untilAsserted(() -> {
            var instance = scene.owner().instance(service, 1).orElseThrow();
            assertThat(instance.path("status").asText()).isNotIn("CREATING", "CREATED", "RUNNING");
            assertThat(instance.path("status_detail").asText()).contains("memory");
        });
        deleteService(service).ok();
    }

    private static int largestWorkerMebiBytes() throws IOException, InterruptedException {
        var refused = deploy(scene.greedy().get("memory"));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        var said = Pattern.compile("has (\\d+) MiB")
                .matcher(refused.body().path("message").asText());
        assertThat(said.find()).as(refused.toString()).isTrue();
        return Integer.parseInt(said.group(1));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> service(Map<String, Object> document) {
        var application = ((List<Map<String, Object>>) document.get("applications")).getFirst();
        return ((List<Map<String, Object>>) application.get("microservices")).getFirst();
    }

    private static String fresh(String name) throws IOException, InterruptedException {
        return scene.owner()
                .create(Scene.document(name))
                .path("microservices")
                .path(0)
                .asText();
    }

    private static Answer deploy(String service) throws IOException, InterruptedException {
        return scene.owner().post("/api/service/" + service + "/instance");
    }

    private static Answer deleteService(String service) throws IOException, InterruptedException {
        return scene.owner().delete("/api/service/" + service);
    }

    private static void deleteApplication(String name) throws IOException, InterruptedException {
        for (var application : scene.owner().applications()) {
            if (application.path("application_name").asText().equals(name)) {
                scene.owner()
                        .delete("/api/application/"
                                + application.path("applicationID").asText())
                        .ok();
            }
        }
    }

    private static void awaitStatuses(String service, String... words) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                ApiClient.stream(scene.owner().service(service).path("instance_list"))
                                        .map((JsonNode instance) ->
                                                instance.path("status").asText()))
                        .containsExactlyInAnyOrder(words));
    }

    /** Sends both when both threads are ready. */
    private static List<Answer> atOnce(Callable<Answer> one, Callable<Answer> other) throws Exception {
        var gate = new CountDownLatch(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = Stream.of(one, other)
                    .map(call -> threads.submit(() -> {
                        gate.countDown();
                        gate.await();
                        return call.call();
                    }))
                    .toList();
            return List.of(answers.get(0).get(), answers.get(1).get());
        }
    }
}
