package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A POST with {@code Idempotency-Key} is done once, however often it is sent (draft-ietf-httpapi-idempotency-key-header): its
 * answer is kept for {@link ApiLimits#IDEMPOTENCY_KEPT}, by account. Login and refresh have no account yet and change nothing,
 * so the key means nothing there. Thread-safe.
 */
public final class Idempotency {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);

    /** How often old keys are deleted: cheap, and a day's keys are few. */
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

    private final Tables tables;
    private final byte[] secret;
    private final Clock clock;
    /** What this process works on now; a key in the table without an answer that is not here is one whose end nobody saw. */
    private final Set<Slot> underWay = ConcurrentHashMap.newKeySet();

    private volatile long purgedAtMillis;

    private record Slot(String owner, String key) {}

    private record Kept(String request, String bodyDigest, Optional<Integer> status, String answer) {}

    /** @param secret of this installation, at least 16 bytes; with another one, kept keys count as used for other requests */
    public Idempotency(Tables tables, byte[] secret, Clock clock) {
        this.tables = tables;
        this.secret = secret.clone();
        this.clock = clock;
    }

    /** @return what {@code work} answers, or what it answered to the same request before */
    HttpResponse once(Call call, Supplier<HttpResponse> work) {
        var key = call.request()
                .getHeader("idempotency-key")
                .map(HttpHeader::value)
                .map(String::strip);
        if (key.isEmpty()
                || call.identified().isEmpty()
                || !call.request().method().equals(HttpMethods.POST)) {
            return work.get();
        }
        if (key.get().isEmpty() || key.get().length() > ApiLimits.IDEMPOTENCY_KEY_CHARACTERS) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.MALFORMED,
                            "idempotency-key-malformed",
                            "the Idempotency-Key has " + key.get().length() + " characters")
                    .withHint("send 1 to " + ApiLimits.IDEMPOTENCY_KEY_CHARACTERS + ", for example a UUID"));
        }
        purge();
        var slot = new Slot(call.caller().account().value(), key.get());
        if (!underWay.add(slot)) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "idempotency-key-in-use",
                            "a request with this Idempotency-Key is being worked on")
                    .withHint("ask again when it has ended"));
        }
        try {
            var kept = begin(slot, call);
            return kept.isPresent() ? replay(kept.get(), call) : finish(slot, work.get());
        } finally {
            underWay.remove(slot);
        }
    }

    private Optional<Kept> begin(Slot slot, Call call) {
        return tables.transaction(connection -> {
            var kept = find(connection, slot);
            if (kept.isEmpty()) {
                insert(connection, slot, call);
            }
            return kept;
        });
    }

    private HttpResponse replay(Kept kept, Call call) {
        if (!kept.request().equals(requestOf(call)) || !kept.bodyDigest().equals(digestOf(call))) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.INVALID,
                            "idempotency-key-reused",
                            "this Idempotency-Key came with another request (" + kept.request() + ") before")
                    .withHint("a new request needs a new key"));
        }
        if (kept.status().isEmpty()) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.OUTCOME_UNKNOWN,
                            "outcome-unknown",
                            "this request was begun before, and its end is not known")
                    .withHint("look with GET what was done, then send what is missing with a new key"));
        }
        return HttpResponse.create()
                .withStatus(StatusCodes.get(kept.status().get()))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, kept.answer()))
                .addHeader(RawHeader.create("idempotent-replayed", "true"));
    }

    /** Keeps the answer, unless the client was told to ask again. */
    private HttpResponse finish(Slot slot, HttpResponse response) {
        var status = response.status().intValue();
        try {
            if (response.getHeader("retry-after").isPresent()) {
                forget(slot);
            } else if (status < 500 && response.entity() instanceof HttpEntity.Strict strict) {
                keep(slot, status, strict.getData().utf8String());
            }
        } catch (RefusalException notKept) {
            LOG.warn("the answer to Idempotency-Key {} was not kept: {}", slot.key(), notKept.getMessage());
        }
        return response;
    }

    private static Optional<Kept> find(Connection connection, Slot slot) throws SQLException {
        try (var query = connection.prepareStatement(
                "SELECT request, body_digest, status, answer FROM idempotency_key WHERE owner = ? AND idempotency_key = ?")) {
            query.setString(1, slot.owner());
            query.setString(2, slot.key());
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var status = rows.getInt("status");
                var answer = rows.getString("answer");
                return Optional.of(new Kept(
                        rows.getString("request"),
                        rows.getString("body_digest"),
                        answer == null ? Optional.empty() : Optional.of(status),
                        answer == null ? "" : answer));
            }
        }
    }

    private void insert(Connection connection, Slot slot, Call call) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO idempotency_key (owner, idempotency_key, request, body_digest, created) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, slot.owner());
            insert.setString(2, slot.key());
            insert.setString(3, requestOf(call));
            insert.setString(4, digestOf(call));
            insert.setLong(5, clock.millis());
            insert.executeUpdate();
        }
    }

    private void keep(Slot slot, int status, String answer) {
        tables.transaction(connection -> {
            try (var update = connection.prepareStatement(
                    "UPDATE idempotency_key SET status = ?, answer = ? WHERE owner = ? AND idempotency_key = ?")) {
                update.setInt(1, status);
                update.setString(2, answer);
                update.setString(3, slot.owner());
                update.setString(4, slot.key());
                return update.executeUpdate();
            }
        });
    }

    private void forget(Slot slot) {
        tables.transaction(connection -> {
            try (var delete = connection.prepareStatement(
                    "DELETE FROM idempotency_key WHERE owner = ? AND idempotency_key = ?")) {
                delete.setString(1, slot.owner());
                delete.setString(2, slot.key());
                return delete.executeUpdate();
            }
        });
    }

    private void purge() {
        var now = clock.millis();
        if (now - purgedAtMillis < PURGE_EVERY.toMillis()) {
            return;
        }
        purgedAtMillis = now;
        tables.transaction(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM idempotency_key WHERE created < ?")) {
                delete.setLong(1, now - ApiLimits.IDEMPOTENCY_KEPT.toMillis());
                return delete.executeUpdate();
            }
        });
    }

    private static String requestOf(Call call) {
        var path = call.request().getUri().path();
        var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return call.request().method().name() + " " + trimmed;
    }

    /** Keyed, because a body may hold a password, and a plain digest of one can be tried out. */
    private String digestOf(Call call) {
        try {
            var digest = Mac.getInstance("HmacSHA256");
            digest.init(new SecretKeySpec(secret, "HmacSHA256"));
            digest.update(call.request().getUri().rawQueryString().orElse("").getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.doFinal(call.body().toArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible); // every JDK has HmacSHA256, and it takes any key
        }
    }
}
