package holm.e2e.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.e2e.support.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Oakestra's published descriptors, with images that need no registry. */
public final class Descriptors {
    static final List<String> CONTAINERS =
            List.of("accordion-ipv6-nginx", "accordion-nginx-and-curl", "accordion-one-shot-curl");
    private static final JsonMapper JSON = new JsonMapper();

    private Descriptors() {}

    /**
     * Writes a descriptor with another image.
     *
     * @return the file
     */
    public static Path withImage(String name, String image, Path folder) throws IOException {
        var document = read(name);
        services(document).forEach(service -> ((ObjectNode) service).put("code", image));
        Files.createDirectories(folder);
        return Files.write(folder.resolve(name + ".json"), ApiClient.json(document));
    }

    public static JsonNode read(String name) throws IOException {
        try (InputStream in = Descriptors.class.getResourceAsStream("/descriptors/" + name + ".json")) {
            return JSON.readTree(in);
        }
    }

    public static Stream<JsonNode> services(JsonNode document) {
        return ApiClient.stream(document.path("applications"))
                .flatMap(application -> ApiClient.stream(application.path("microservices")));
    }
}
