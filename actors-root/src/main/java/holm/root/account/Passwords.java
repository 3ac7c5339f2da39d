package holm.root.account;

import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Bcrypt;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes and checks password hashes, at most as many at a time as there are cores. Thread-safe; waits. */
final class Passwords {
    private static final BcryptFunction BCRYPT = BcryptFunction.getInstance(Bcrypt.B, AccountLimits.BCRYPT_LOG_ROUNDS);

    /** Without letters and digits that are taken for one another. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789A";

    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final SecureRandom random = new SecureRandom();
    private final String nobodys = hash(generate());
    private final ProvenPasswords proven;

    Passwords(Clock clock) {
        this.proven = new ProvenPasswords(clock);
    }

    String hash(String password) {
        return bounded(() -> Password.hash(password).with(BCRYPT).getResult());
    }

    boolean matches(String password, String hash) {
        if (proven.contains(password, hash)) {
            return true;
        }
        var right = bounded(() -> Password.check(password, hash).with(BCRYPT));
        if (right) {
            proven.add(password, hash);
        }
        return right;
    }

    /** Takes as long as a check of a hash: the time of an answer must not tell which names exist. */
    void pretendToCheck(String password) {
        matches(password, nobodys);
    }

    String generate() {
        var password = new StringBuilder();
        for (var i = 0; i < AccountLimits.GENERATED_CHARACTERS; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** @throws RefusalException when it cannot be a password */
    static String checked(String field, String password) {
        if (password.isEmpty() || password.getBytes(StandardCharsets.UTF_8).length > AccountLimits.PASSWORD_BYTES) {
            throw new RefusalException(Refusal.invalid(
                    field,
                    field + (password.isEmpty() ? " is empty" : " is too long"),
                    "take 1 to " + AccountLimits.PASSWORD_BYTES + " bytes"));
        }
        return password;
    }

    private <T> T bounded(Supplier<T> work) {
        try {
            if (!cores.tryAcquire(AccountLimits.HASH_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RefusalException(Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "too-many-logins",
                        "too many logins at the same time; nothing was written"));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RefusalException(
                    Refusal.of(Refusal.Kind.UNAVAILABLE, "stopping", "Holm is stopping; nothing was written"));
        }
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }
}
