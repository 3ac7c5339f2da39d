package holm.runtimes.container;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An image in a file: {@code docker-archive:} or {@code oci-archive:}, then an absolute path, or a URL with {@code http},
 * {@code https} or {@code file}.
 *
 * @param isOci whether it is laid out as OCI says, or else as {@code docker save} does
 * @param place absolute, with a scheme
 */
record Archive(boolean isOci, URI place) {
    static final String DOCKER = "docker-archive:";
    static final String OCI = "oci-archive:";

    /** An answer that does not begin by then will not. */
    private static final Duration FIRST_BYTE = Duration.ofSeconds(30);

    /** @return empty when {@code code} is not an archive at all */
    static Optional<Archive> parse(String code) throws RuntimeFailure {
        var isOci = code.startsWith(OCI);
        if (!isOci && !code.startsWith(DOCKER)) {
            return Optional.empty();
        }
        var place = code.substring(isOci ? OCI.length() : DOCKER.length());
        try {
            if (place.startsWith("/")) {
                return Optional.of(new Archive(isOci, Path.of(place).normalize().toUri()));
            }
            var uri = new URI(place);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return Optional.of(new Archive(isOci, uri));
            }
            if (scheme.equals("file") && uri.getPath() != null && uri.getPath().startsWith("/")) {
                return Optional.of(
                        new Archive(isOci, Path.of(uri.getPath()).normalize().toUri()));
            }
        } catch (java.net.URISyntaxException | InvalidPathException unreadable) {
            throw new RuntimeFailure(
                    "%s names no archive: %s".formatted(code, unreadable.getMessage()), false, unreadable);
        }
        throw new RuntimeFailure(
                "%s names no archive: after the colon comes an absolute path, or an http, https or file URL"
                        .formatted(code),
                false);
    }

    private boolean isFile() {
        return "file".equals(place.getScheme());
    }

    /** @return a tag for what stands there now: a file that was written anew gets another one */
    String key() throws RuntimeFailure {
        if (!isFile()) {
            return EngineFiles.digest(toString()).substring(0, 32);
        }
        var file = Path.of(place);
        try {
            var version = Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
            return EngineFiles.digest(this + " " + version).substring(0, 32);
        } catch (IOException missing) {
            throw new RuntimeFailure("%s does not exist on this worker".formatted(this), false, missing);
        }
    }

    /**
     * Brings the archive here, without the names that it claims.
     *
     * @throws IOException when it cannot be written here
     */
    void copy(Path target, Consumer<String> progress) throws RuntimeFailure, IOException, InterruptedException {
        progress.accept("reading " + this);
        if (isFile()) {
            var file = Path.of(place);
            if (!Files.isRegularFile(file)) {
                throw new RuntimeFailure("%s is not a file".formatted(this), false);
            }
            try (var content = Files.newInputStream(file)) {
                copy(content, target, progress);
            }
            return;
        }
        // NORMAL never goes from https to http.
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(FIRST_BYTE)
                .build()) {
            var response = client.send(
                    HttpRequest.newBuilder(place).timeout(FIRST_BYTE).GET().build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var content = response.body()) {
                if (response.statusCode() != 200) {
                    throw new RuntimeFailure(
                            "%s cannot be had: the server answers %d".formatted(this, response.statusCode()),
                            response.statusCode() >= 500);
                }
                copy(content, target, progress);
            }
        } catch (HttpTimeoutException late) {
            throw new RuntimeFailure(
                    "%s cannot be had: no answer within %d s".formatted(this, FIRST_BYTE.toSeconds()), true, late);
        } catch (IOException unreachable) {
            throw new RuntimeFailure(
                    "%s cannot be had: %s".formatted(this, Engine.rootCause(unreachable)), true, unreachable);
        }
    }

    private void copy(InputStream content, Path target, Consumer<String> progress) throws RuntimeFailure, IOException {
        try (var out = Files.newOutputStream(target)) {
            new ArchiveCopy(toString(), isOci, progress).run(content, out);
        }
    }

    @Override
    public String toString() {
        return (isOci ? OCI : DOCKER) + (isFile() ? place.getPath() : place);
    }
}
