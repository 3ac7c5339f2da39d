package holm.domain;

/**
 * Why something was not done, for a person and for a program. The HTTP API sends it as {@code application/problem+json}.
 *
 * @param kind decides the HTTP status
 * @param code a stable word for programs, for example {@code name-taken}
 * @param message what was wrong, with the value
 * @param field which field, as a JSON path ({@code applications[0].microservices[1].memory}); empty when no single field is
 * @param hint what would be right; empty when the message says it
 */
public record Refusal(Kind kind, String code, String message, String field, String hint) {
    /** What sort of refusal it is; each has one HTTP status. */
    public enum Kind {
        /** 400: not understood at all. */
        MALFORMED(400),
        /** 401: who are you? */
        UNAUTHENTICATED(401),
        /** 403: you may not. */
        FORBIDDEN(403),
        /** 404: there is none, or none of yours. */
        UNKNOWN(404),
        /** 405: there is something there, but it does not take this method. */
        METHOD(405),
        /** 409: it contradicts what is there. */
        CONFLICT(409),
        /** 413: more than Holm takes. */
        TOO_LARGE(413),
        /** 415: a body of this type is not taken. */
        MEDIA_TYPE(415),
        /** 422: understood, but a field is wrong. */
        INVALID(422),
        /** 429: too often. */
        TOO_OFTEN(429),
        /** 501: understood, but Holm cannot do it yet. */
        NOT_SERVED(501),
        /** 503: not now; nothing was written. */
        UNAVAILABLE(503),
        /** 503: not now; whether it was written is unknown, ask again. */
        OUTCOME_UNKNOWN(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    public Refusal {
        message = StatusDetail.oneLine(message);
        hint = StatusDetail.oneLine(hint);
    }

    public static Refusal of(Kind kind, String code, String message) {
        return new Refusal(kind, code, message, "", "");
    }

    /** A wrong field of a document. */
    public static Refusal invalid(String field, String message, String hint) {
        return new Refusal(Kind.INVALID, "invalid-field", message, field, hint);
    }

    public Refusal withHint(String better) {
        return new Refusal(kind, code, message, field, better);
    }
}
