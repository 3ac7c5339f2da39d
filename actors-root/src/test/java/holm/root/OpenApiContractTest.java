package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the OpenAPI document against the server: what is in one is in the other, and answers are what it promises. */
class OpenApiContractTest {
    /** Streams never end, so they are read elsewhere. */
    private static final List<String> STREAMS = List.of("/api/events");

    private static RootApiServer server;
    private static ApiClient admin;
    private static String refreshToken;
    private static JsonNode document;

    /** One operation of the document. */
    record Operation(String method, String path, JsonNode content) {
        boolean isOpen() {
            return content.path("security").isArray()
                    && content.path("security").isEmpty();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void start() {
        server = new RootApiServer();
        admin = server.client.admin();
        refreshToken = server.client
                .post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}")
                .json()
                .path("refresh_token")
                .asText();
        document = server.client.get("/docs/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Operation> operations() {
        return StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                        document.path("paths").properties())
                                .spliterator(),
                        false)
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue())));
    }

    @Test
    void describesExactlyWhatIsServed() {
        var served = new TreeSet<String>();
        server.api.table().endpoints().forEach(endpoint -> served.add(endpoint.toString()));
        var described = new TreeSet<String>();
        operations().forEach(operation -> described.add(operation.toString()));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void refersOnlyToWhatItHas() {
        document.findValues("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
        var ids = operations()
                .map(operation -> operation.content().path("operationId").asText())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void givesExamplesThatKeepTheirOwnRules() {
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("examples")
                        .forEach(example -> assertThat(SchemaCheck.check(document, schema.getValue(), example))
                                .as(schema.getKey())
                                .isEmpty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void answersAsItPromises(Operation operation) {
        if (STREAMS.contains(operation.path())) {
            return;
        }
        var call = CallOf.operation(operation.content().path("operationId").asText(), operation.path(), admin);
        var answer = client(operation).send(operation.method(), call.path(), call.body(), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(call.status());
        assertPromised(operation, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void asksForATokenWhereItSaysSo(Operation operation) {
        var call = CallOf.operation(operation.content().path("operationId").asText(), operation.path(), admin);
        var answer = server.client.send(operation.method(), call.path(), call.body(), Map.of());
        assertThat(answer.status() == 401).as(answer.body()).isEqualTo(!operation.isOpen());
        assertPromised(operation, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesABodyThatIsNotJson(Operation operation) {
        if (!operation.content().path("requestBody").path("required").asBoolean()) {
            return;
        }
        var call = CallOf.operation(operation.content().path("operationId").asText(), operation.path(), admin);
        var answer = client(operation).send(operation.method(), call.path(), "{", Map.of());
        assertThat(answer.status()).isEqualTo(400);
        assertPromised(operation, answer);
    }

    private static void assertPromised(Operation operation, ApiClient.Answer answer) {
        var response = SchemaCheck.resolved(
                document, operation.content().path("responses").path(Integer.toString(answer.status())));
        assertThat(response.isMissingNode())
                .as(answer.status() + " is not described: " + answer.body())
                .isFalse();
        var type = answer.header("content-type").replaceAll(";.*", "");
        assertThat(response.path("content").has(type))
                .as(type + " is not described")
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(SchemaCheck.check(
                            document, response.path("content").path(type).path("schema"), answer.json()))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    private static ApiClient client(Operation operation) {
        if (operation.isOpen()) {
            return server.client;
        }
        return operation.content().path("security").path(0).has("refreshToken")
                ? server.client.with(refreshToken)
                : admin;
    }
}
