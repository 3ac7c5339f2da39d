package holm.root.account;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were right a moment ago, so that a client which logs in for every command, as {@code oak} does, pays for the slow
 * hash once. Only keyed digests are kept, and only in memory: who can read that has the key that signs tokens anyway. A wrong
 * password is never here, so guessing stays slow. Thread-safe.
 */
final class ProvenPasswords {
    private static final String DIGEST = "HmacSHA256";

    private final Clock clock;
    private final SecretKeySpec key;
    private final Map<String, Long> provenAtMillis = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > AccountLimits.PROVEN;
        }
    };

    ProvenPasswords(Clock clock) {
        this.clock = clock;
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, DIGEST);
    }

    /** @param hash of the account now: after a change of the password nothing is proven */
    boolean contains(String password, String hash) {
        var digest = digest(password, hash);
        synchronized (provenAtMillis) {
            var at = provenAtMillis.get(digest);
            return at != null && clock.millis() - at < AccountLimits.PROVEN_FOR.toMillis();
        }
    }

    void add(String password, String hash) {
        var digest = digest(password, hash);
        synchronized (provenAtMillis) {
            provenAtMillis.remove(digest); // to the young end
            provenAtMillis.put(digest, clock.millis());
        }
    }

    private String digest(String password, String hash) {
        try {
            var digest = Mac.getInstance(DIGEST);
            digest.init(key);
            digest.update(hash.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it, and it takes any key
        }
    }
}
