package holm.root.docs;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.root.http.Access;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** The OpenAPI document, and Swagger UI for it. Everything comes from here: a device may have no way to the internet. */
public final class DocsRoutes {
    private static final String DOCUMENT = "/holm/root/docs/openapi.json";
    private static final String PAGE = "/holm/root/docs/index.html";
    private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";

    private static final Map<String, ContentType> FILES = Map.of(
            "swagger-ui.css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
            "swagger-ui-bundle.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
            "favicon-32x32.png", MediaTypes.IMAGE_PNG.toContentType(),
            "start.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8));

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/docs/openapi.json", Access.OPEN, _ -> file(DOCUMENT, ContentTypes.APPLICATION_JSON)),
                Endpoint.get("/api/docs", Access.OPEN, _ -> page()),
                Endpoint.get("/api/docs/{file}", Access.OPEN, DocsRoutes::part));
    }

    private static HttpResponse page() {
        return file(PAGE, ContentTypes.TEXT_HTML_UTF8)
                .addHeader(
                        RawHeader.create(
                                "content-security-policy",
                                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"));
    }

    private static HttpResponse part(Call call) {
        var name = call.place("file");
        var type = FILES.get(name);
        if (type == null) {
            throw new RefusalException(
                    Refusal.of(Refusal.Kind.UNKNOWN, "unknown-file", "there is no page '" + name + "'"));
        }
        return file(name.equals("start.js") ? "/holm/root/docs/start.js" : SWAGGER + name, type);
    }

    private static String swaggerVersion() {
        try (var content =
                DocsRoutes.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            var properties = new Properties();
            properties.load(Objects.requireNonNull(content, "swagger-ui is missing in the class path"));
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static HttpResponse file(String path, ContentType type) {
        try (var content = DocsRoutes.class.getResourceAsStream(path)) {
            if (content == null) {
                throw new IllegalStateException(path + " is missing in the class path");
            }
            return HttpResponse.create()
                    .withEntity(HttpEntities.create(type, ByteString.fromArrayUnsafe(content.readAllBytes())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
