package holm.runtimes.container;

import holm.domain.image.ArchiveReference;
import holm.domain.image.NoImage;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings an image from an archive here. */
record Archive(ArchiveReference reference) {
    /** An answer that does not begin by then will not. */
    private static final Duration FIRST_BYTE = Duration.ofSeconds(30);

    /** @return empty when {@code code} is not an archive at all */
    static Optional<Archive> parse(String code) throws RuntimeFailure {
        try {
            return ArchiveReference.parse(code).map(Archive::new);
        } catch (NoImage unreadable) {
            throw new RuntimeFailure(unreadable.getMessage(), false, unreadable);
        }
    }

    /** @return a tag for what stands there now: a file that was written anew gets another one */
    String key() throws RuntimeFailure {
        if (!reference.isFile()) {
            return EngineFiles.digest(toString()).substring(0, 32);
        }
        var file = Path.of(reference.place());
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
        if (reference.isFile()) {
            var file = Path.of(reference.place());
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
                    HttpRequest.newBuilder(reference.place())
                            .timeout(FIRST_BYTE)
                            .GET()
                            .build(),
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
            new ArchiveCopy(toString(), reference.isOci(), progress).run(content, out);
        }
    }

    @Override
    public String toString() {
        return reference.toString();
    }
}
