package holm.e2e.bad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import holm.e2e.support.Answer;
import holm.e2e.support.OwnHolm;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is wrong gets a 4xx that says what, and leaves everything as it was. */
class BadRequestsE2eTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("bad", 23_000);

    private static Scene scene;
    private static String digest;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        HOLM.get().upSimulated().start().awaitReady();
        scene = Scene.set(HOLM.get());
        await().atMost(PATIENCE)
                .until(() ->
                        scene.owner().status(scene.service(), scene.number()).equals("RUNNING"));
        digest = scene.digest();
    }

    static Stream<BadRequest> requests() throws IOException, ParseException, JOSEException {
        var forgeries = Forgeries.of(HOLM.get(), scene.owner().token());
        return Stream.concat(Bodies.all(scene).stream(), Addresses.all(scene, forgeries.all()).stream());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesAndChangesNothing(BadRequest request) throws IOException, InterruptedException {
        var answer = HOLM.get().client().send(request.method(), request.path(), request.body(), request.headers());

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        if (request.status() != 0) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(request.status());
        }
        assertThat(answer.type()).as(answer.toString()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("message").asText()).as(answer.toString()).isNotBlank();
        assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
        if (!request.field().isEmpty()) {
            assertThat(fields(answer)).as(answer.toString()).anyMatch(field -> field.endsWith(request.field()));
        }
        assertThat(scene.digest()).isEqualTo(digest);
    }

    private static List<String> fields(Answer answer) {
        var fields = new ArrayList<>(List.of(answer.body().path("field").asText()));
        answer.body()
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asText()));
        return fields;
    }
}
