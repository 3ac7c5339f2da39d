package holm.root.http;

import holm.domain.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * What came with a request. It is read before anything is decided, also when it is too large: a client that is still sending
 * when the answer comes sees a reset connection and not the answer.
 *
 * @param refusal why {@code bytes} are not all of it; empty when they are
 */
record Body(ByteString bytes, Optional<Refusal> refusal) {
    private static final Body TOO_LARGE = refused(Refusal.of(
                    Refusal.Kind.TOO_LARGE,
                    "body-too-large",
                    "the body has more than " + ApiLimits.BODY_BYTES + " bytes")
            .withHint("split it into several requests"));
    private static final Body TOO_SLOW = refused(Refusal.of(
            Refusal.Kind.MALFORMED,
            "body-too-slow",
            "the body did not arrive within " + ApiLimits.BODY_TIME.toSeconds() + " s"));
    private static final Body BROKEN =
            refused(Refusal.of(Refusal.Kind.MALFORMED, "body-broken", "the body ended before its announced length"));

    /** @return a stage that never fails */
    static CompletionStage<Body> read(HttpRequest request, ClassicActorSystemProvider system) {
        var entity = request.entity();
        if (entity instanceof HttpEntity.Strict strict) {
            return CompletableFuture.completedFuture(
                    strict.getData().size() > ApiLimits.BODY_BYTES ? TOO_LARGE : complete(strict.getData()));
        }
        if (entity.getContentLengthOption().orElse(0) > ApiLimits.DRAINED_BYTES) {
            return CompletableFuture.completedFuture(TOO_LARGE);
        }
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(ApiLimits.BODY_TIME)
                .runWith(Sink.fold(new Collected(), (collected, bytes) -> collected.add(bytes)), system)
                .handle((collected, failure) -> failure == null ? collected.body() : faultOf(failure));
    }

    private static Body complete(ByteString bytes) {
        return new Body(bytes, Optional.empty());
    }

    private static Body refused(Refusal refusal) {
        return new Body(ByteString.emptyByteString(), Optional.of(refusal));
    }

    private static Body faultOf(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return TOO_SLOW;
            }
            if (cause instanceof FarTooLarge) {
                return TOO_LARGE;
            }
        }
        return BROKEN;
    }

    private static final class FarTooLarge extends RuntimeException {}

    /** Keeps what fits and counts the rest. Confined to one stream. */
    private static final class Collected {
        private ByteString kept = ByteString.emptyByteString();
        private long arrived;

        Collected add(ByteString bytes) {
            arrived += bytes.size();
            if (arrived > ApiLimits.DRAINED_BYTES) {
                throw new FarTooLarge();
            }
            if (arrived <= ApiLimits.BODY_BYTES) {
                kept = kept.concat(bytes);
            }
            return this;
        }

        Body body() {
            return arrived > ApiLimits.BODY_BYTES ? TOO_LARGE : complete(kept);
        }
    }
}
