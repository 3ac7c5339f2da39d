package holm.e2e.bad;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.e2e.support.ApiClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that must be refused.
 *
 * @param name what is wrong, as a sentence's end
 * @param status what must be answered; 0 for any 4xx
 * @param field which field the problem must name; empty text for none
 */
record BadRequest(
        String name,
        String method,
        String path,
        Optional<byte[]> body,
        Map<String, String> headers,
        int status,
        String field) {
    BadRequest {
        headers = Map.copyOf(headers);
    }

    static BadRequest get(String name, String path) {
        return of(name, "GET", path);
    }

    static BadRequest of(String name, String method, String path) {
        return new BadRequest(name, method, path, Optional.empty(), Map.of(), 0, "");
    }

    BadRequest text(String body) {
        return bytes(body.getBytes(UTF_8));
    }

    BadRequest json(Object document) {
        return bytes(ApiClient.json(document));
    }

    BadRequest bytes(byte[] content) {
        return new BadRequest(name, method, path, Optional.of(content), headers, status, field);
    }

    BadRequest header(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new BadRequest(name, method, path, body, more, status, field);
    }

    /** As this user; a request without is sent without a token. */
    BadRequest as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    BadRequest expect(int wanted) {
        return new BadRequest(name, method, path, body, headers, wanted, field);
    }

    BadRequest naming(String wanted) {
        return new BadRequest(name, method, path, body, headers, status, wanted);
    }

    @Override
    public String toString() {
        return "%s (%s %s)".formatted(name, method, path.length() > 60 ? path.substring(0, 60) + "…" : path);
    }
}
