package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One archive from a web server that may be slow, endless, or not a server of archives at all. Redirects are followed here and not by
 * the client, because each hop is checked.
 */
final class Download {
    /** What browsers follow is 20; a release page on GitHub takes one. */
    private static final int MOST_REDIRECTS = 5;

    private static final String SECURE = "https";
    private static final Set<String> WEB = Set.of("http", SECURE);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> NO_ARCHIVES =
            Set.of("application/json", "application/xml", "application/xhtml+xml", "application/javascript");
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private final HttpClient client;
    private final FetchLimits limits;
    private final String code;
    private final long deadlineNanos;

    Download(HttpClient client, FetchLimits limits, String code) {
        this.client = client;
        this.limits = limits;
        this.code = code;
        this.deadlineNanos = System.nanoTime() + limits.time().toNanos();
    }

    /** @throws RuntimeFailure transient when the server may do better later */
    Fetched run(URI location, Version known, ArchiveSink sink) throws RuntimeFailure, InterruptedException {
        var next = location;
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var answer = exchange(request(next, known), sink);
            var status = answer.statusCode();
            if (status == OK) {
                return new Fetched.Archive(sink.digest(), version(answer));
            }
            if (status == NOT_MODIFIED && known.isKnown()) {
                return new Fetched.Unchanged();
            }
            if (!REDIRECTS.contains(status)) {
                throw new RuntimeFailure(
                        "%s: the server answers with status %d instead of an archive".formatted(code, status),
                        status >= 500 || status == 429 || status == 408);
            }
            next = redirect(code, next, answer.headers().firstValue("Location").orElse(""));
        }
        throw new RuntimeFailure("%s is redirected more than %d times".formatted(code, MOST_REDIRECTS), false);
    }

    private HttpRequest request(URI location, Version known) throws RuntimeFailure {
        try {
            var request = HttpRequest.newBuilder(location)
                    .header("User-Agent", "holm")
                    .GET();
            if (!known.etag().isEmpty()) {
                request.header("If-None-Match", known.etag());
            }
            if (!known.lastModified().isEmpty()) {
                request.header("If-Modified-Since", known.lastModified());
            }
            return request.build();
        } catch (IllegalArgumentException unusable) {
            throw new RuntimeFailure(
                    "%s cannot be asked for: %s".formatted(code, unusable.getMessage()), false, unusable);
        }
    }

    private HttpResponse<Void> exchange(HttpRequest request, ArchiveSink sink)
            throws RuntimeFailure, InterruptedException {
        var answer = client.sendAsync(request, bodies(sink));
        try {
            return join(answer, sink);
        } catch (ExecutionException failed) {
            throw failure(failed);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpResponse<Void> join(CompletableFuture<HttpResponse<Void>> answer, ArchiveSink sink)
            throws RuntimeFailure, InterruptedException, ExecutionException {
        var seen = sink.written();
        var sinceNanos = System.nanoTime();
        while (true) {
            try {
                return answer.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillComing) {
                var now = System.nanoTime();
                sinceNanos = sink.written() > seen ? now : sinceNanos;
                seen = sink.written();
                if (now > deadlineNanos) {
                    throw new RuntimeFailure(
                            "%s did not come within %d s"
                                    .formatted(code, limits.time().toSeconds()),
                            true,
                            stillComing);
                }
                if (now - sinceNanos > limits.silence().toNanos()) {
                    throw new RuntimeFailure(
                            "%s: the server sent nothing for %d s"
                                    .formatted(code, limits.silence().toSeconds()),
                            true,
                            stillComing);
                }
            }
        }
    }

    private BodyHandler<Void> bodies(ArchiveSink sink) {
        return head -> {
            if (head.statusCode() != OK) {
                return BodySubscribers.replacing(null);
            }
            try {
                checkType(head.headers().firstValue("Content-Type"));
                sink.announce(head.headers().firstValueAsLong("Content-Length").orElse(-1));
            } catch (RuntimeFailure refused) {
                throw new Refused(refused);
            }
            return BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(some -> write(some, sink)));
        };
    }

    private static void write(byte[] bytes, ArchiveSink sink) {
        try {
            sink.write(ByteBuffer.wrap(bytes));
        } catch (RuntimeFailure refused) {
            throw new Refused(refused);
        } catch (IOException full) {
            throw new Refused(new RuntimeFailure("the archive could not be written: " + full.getMessage(), true, full));
        }
    }

    /** Servers have many words for a .tar.gz, some none at all; a page for people is none in any of them. */
    private void checkType(Optional<String> type) throws RuntimeFailure {
        var word = type.orElse("").split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        if (word.startsWith("text/") || word.startsWith("image/") || NO_ARCHIVES.contains(word)) {
            throw new RuntimeFailure(
                    "%s: the server sends %s instead of a .tar.gz archive".formatted(code, word), false);
        }
    }

    /** Never from https to http: who asked for the one would get what anybody on the way puts there. */
    static URI redirect(String code, URI from, String target) throws RuntimeFailure {
        try {
            var next = from.resolve(target);
            var isWeb = isSecure(next) || (WEB.contains(scheme(next)) && !isSecure(from));
            if (isWeb && !target.isEmpty() && next.getHost() != null) {
                return next;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new RuntimeFailure("%s is redirected to what is no URL".formatted(code), false, unreadable);
        }
        throw new RuntimeFailure(
                "%s is redirected to something other than an http%s URL"
                        .formatted(code, isSecure(from) ? "s" : " or https"),
                false);
    }

    private static boolean isSecure(URI place) {
        return scheme(place).equals(SECURE);
    }

    private static String scheme(URI place) {
        return place.getScheme() == null ? "" : place.getScheme().toLowerCase(Locale.ROOT);
    }

    private static Version version(HttpResponse<Void> answer) {
        return new Version(
                answer.headers().firstValue("ETag").orElse(""),
                answer.headers().firstValue("Last-Modified").orElse(""));
    }

    private RuntimeFailure failure(ExecutionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused.failure;
            }
        }
        var cause = failed.getCause() == null ? failed : failed.getCause();
        return new RuntimeFailure(
                "%s cannot be fetched: %s"
                        .formatted(
                                code,
                                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                true,
                cause);
    }

    /** Carries a failure through the client, whose callbacks throw nothing that is checked. */
    private static final class Refused extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        private final transient RuntimeFailure failure;

        Refused(RuntimeFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
