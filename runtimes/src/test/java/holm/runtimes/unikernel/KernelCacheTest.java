package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KernelCacheTest {
    private static final byte[] KERNEL = TestKernels.exitsWith(0);
    private static final byte[] OTHER_KERNEL = TestKernels.exitsWith(1);

    @TempDir
    private Path directory;

    private final Set<String> running = new HashSet<>();
    private ArchiveServer server;
    private KernelCache cache;

    @BeforeEach
    void open() throws IOException {
        server = new ArchiveServer();
        cache = cache(CacheLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        cache.close();
        server.close();
    }

    @Test
    void keepsWhatItFetchedByItsDigest() throws Exception {
        var content = archive(KERNEL);
        var first = server.archive("/a", content);
        var second = server.archive("/b", content);

        var digest = fetch(first);

        assertThat(digest).matches("sha256:[0-9a-f]{64}").isEqualTo(fetch(second));
        assertThat(kept()).containsExactly(digest.substring(7));
        assertThat(Files.readAllBytes(
                        cache.find(first).orElseThrow().directory().resolve("kernel")))
                .isEqualTo(KERNEL);
    }

    @Test
    void asksOnlyWhetherAnArchiveIsStillTheSame() throws Exception {
        var content = archive(KERNEL);
        var url = server.page("/a", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            if ("\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                ArchiveServer.send(exchange, 200, content);
            }
        });

        assertThat(fetch(url)).isEqualTo(fetch(url));

        assertThat(server.answers()).containsExactly("/a 200", "/a 304");
    }

    @Test
    void takesWhatAServerChanged() throws Exception {
        var url = server.archive("/a", archive(KERNEL));
        var before = fetch(url);
        server.forget("/a");
        server.archive("/a", archive(OTHER_KERNEL));

        assertThat(fetch(url)).isNotEqualTo(before);
        assertThat(Files.readAllBytes(cache.find(url).orElseThrow().directory().resolve("kernel")))
                .isEqualTo(OTHER_KERNEL);
    }

    @Test
    void takesAnArchiveAsItWasWhileItsServerIsAway() throws Exception {
        var url = server.archive("/a", archive(KERNEL));
        var before = fetch(url);
        server.close();
        cache.close();
        cache = cache(CacheLimits.DEFAULT);

        assertThat(fetch(url)).isEqualTo(before);
        assertThat(cache.find(url)).isPresent();
    }

    @Test
    void verifiesADigest() throws Exception {
        var url = server.archive("/a", archive(KERNEL));
        var wrong = url + "#sha256=" + "0".repeat(64);

        assertThatThrownBy(() -> fetch(wrong))
                .hasMessageContaining(wrong)
                .hasMessageContaining("has the digest sha256=")
                .matches(failure -> !((RuntimeFailure) failure).isTransient());
        assertThat(kept()).isEmpty();

        var right = url + "#sha256=" + fetch(url).substring(7);
        fetch(right);
        assertThat(server.answers()).hasSize(2);
    }

    @Test
    void followsRedirectsToWebServersOnly() throws Exception {
        server.archive("/there", archive(KERNEL));

        assertThat(fetch(server.redirect("/here", "/there"))).startsWith("sha256:");
        assertFails(
                server.redirect("/disk", "file:///etc/passwd"),
                "redirected to something other than an http or https URL");
        assertFails(server.redirect("/nowhere", "http:///"), "redirected");
        assertFails(server.redirect("/round", "/round"), "redirected more than 5 times");
    }

    @Test
    void staysWithEncryption() throws Exception {
        var page = URI.create("https://kernels.example/latest");

        assertThat(Download.redirect("it", page, "/1.2")).isEqualTo(URI.create("https://kernels.example/1.2"));
        assertThat(Download.redirect("it", URI.create("http://kernels.example"), "https://kernels.example/1.2"))
                .hasScheme("https");
        assertThatThrownBy(() -> Download.redirect("it", page, "http://kernels.example/1.2"))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessage("it is redirected to something other than an https URL");
    }

    @Test
    void saysWhatAServerAnswersInstead() {
        assertFails(server.status("/missing", 404), "status 404");
        assertFails(server.status("/broken", 503), "status 503");
        assertFails(
                server.page("/page", exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                    ArchiveServer.send(exchange, 200, "<html>Sign in</html>".getBytes(UTF_8));
                }),
                "sends text/html instead of a .tar.gz archive");
    }

    @Test
    void takesOnlyWholeArchives() throws Exception {
        var content = archive(KERNEL);
        assertFails(server.archive("/text", "not an archive".getBytes(UTF_8)), "not compressed by gzip");
        assertFails(server.archive("/empty", new byte[0]), "not compressed by gzip");
        assertFails(server.archive("/half", Arrays.copyOf(content, content.length / 2)), "not a whole .tar.gz");
        assertFails(
                server.page("/torn", exchange -> {
                    exchange.sendResponseHeaders(200, content.length + 1_000);
                    exchange.getResponseBody().write(content);
                }),
                "cannot be fetched");
    }

    @Test
    void endsAnEndlessDownload() {
        assertFails(
                server.page("/endless", exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[100_000]);
                    }
                }),
                "larger than the 1 MiB that an archive may have here");
        assertFails(
                server.page("/huge", exchange -> {
                    exchange.sendResponseHeaders(200, 1L << 40);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                }),
                "larger than the 1 MiB");
    }

    @Test
    void endsASlowDownload() {
        assertFails(
                server.page("/silent", exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    Thread.sleep(Duration.ofMinutes(1));
                }),
                "sent nothing for 1 s");
        assertFails(
                server.page("/drip", exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(1);
                        exchange.getResponseBody().flush();
                        Thread.sleep(100);
                    }
                }),
                "did not come within 3 s");
    }

    @Test
    void takesFilesOnlyWhereTheOperatorAllowsThem() throws Exception {
        var file = Files.write(directory.resolve("local.tar.gz"), archive(KERNEL));
        assertFails(file.toUri().toString(), "its operator has not allowed those");

        var settings = settings(CacheLimits.DEFAULT).withFiles();
        try (var allowing = cache(settings)) {
            assertThat(allowing.fetch(file.toUri().toString(), line -> {})).startsWith("sha256:");
            assertThatThrownBy(() -> allowing.fetch("file:///dev/zero", line -> {}))
                    .hasMessageContaining("no file of this worker");
            assertThatThrownBy(() -> allowing.fetch("file:/nonexistent", line -> {}))
                    .hasMessageContaining("no file of this worker");
        }
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertFails("ftp://example.org/a.tar.gz", "no http, https or file URL");
        assertFails("nginx:latest", "no http, https or file URL");
        assertFails("http:///a", "http");
        assertFails("http://example.org/a b", "Illegal character");
        assertFails("http://example.org/a#md5=00", "after # comes sha256=");
    }

    @Test
    void collectsWhatIsUnusedAndNeverWhatRuns() throws Exception {
        var unused = fetch(server.archive("/a", archive(KERNEL)));
        var used = fetch(server.archive("/b", archive(OTHER_KERNEL)));
        running.add(used.substring(7));
        cache.close();

        try (var small = cache(new CacheLimits(0, Duration.ZERO))) {
            small.collect();
        }

        assertThat(kept()).containsExactly(used.substring(7)).doesNotContain(unused.substring(7));
    }

    @Test
    void collectsAlsoWhatALostLedgerKnew() throws Exception {
        fetch(server.archive("/a", archive(KERNEL)));
        cache.close();
        Files.delete(directory.resolve("cache/ledger.json"));

        try (var small = cache(new CacheLimits(0, Duration.ZERO))) {
            small.collect();
        }

        assertThat(kept()).isEmpty();
    }

    @Test
    void removesWhatAKilledWorkerLeftHalfDone() throws Exception {
        var left = Files.createDirectories(directory.resolve("cache/.unfinished-1/tree"));
        Files.write(left.resolve("kernel"), KERNEL);

        cache.close();
        cache = cache(CacheLimits.DEFAULT);

        assertThat(directory.resolve("cache/.unfinished-1")).doesNotExist();
    }

    private void assertFails(String code, String words) {
        assertThatThrownBy(() -> fetch(code))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining(code.isEmpty() ? "code" : code)
                .hasMessageContaining(words);
        assertThat(directory.resolve("cache"))
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith(".unfinished"));
    }

    private String fetch(String code) throws RuntimeFailure, InterruptedException {
        return cache.fetch(code, line -> {});
    }

    private KernelCache cache(CacheLimits limits) throws IOException {
        return cache(settings(limits));
    }

    private KernelCache cache(UnikernelSettings settings) throws IOException {
        return new KernelCache(
                settings, Architecture.AMD64, directory.resolve("cache"), () -> Set.copyOf(running), Clock.systemUTC());
    }

    private UnikernelSettings settings(CacheLimits limits) {
        return UnikernelSettings.of(directory)
                .withCache(limits)
                .withFetch(new FetchLimits(Duration.ofSeconds(3), Duration.ofSeconds(1), 1, 4, 20));
    }

    private byte[] archive(byte[] kernel) throws IOException {
        return Files.readAllBytes(Tarballs.ofKernel(directory.resolve("made.tar.gz"), kernel));
    }

    private List<String> kept() throws IOException {
        try (var paths = Files.list(directory.resolve("cache"))) {
            return paths.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }
}
