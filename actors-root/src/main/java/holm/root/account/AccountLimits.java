package holm.root.account;

import java.time.Duration;
import java.util.regex.Pattern;

/** The limits of accounts and logins, each with its reason. */
final class AccountLimits {
    /** As Oakestra's. */
    static final Duration ACCESS_TIME = Duration.ofMinutes(10);

    /** As Oakestra's: who does not use the dashboard for a week logs in again. */
    static final Duration REFRESH_TIME = Duration.ofDays(7);

    /** bcrypt reads no more, and would take two long passwords that begin alike for the same. */
    static final int PASSWORD_BYTES = 72;

    /** 2^10 rounds: OWASP's least, and about 60 ms on two small cores, where 2^11 would be felt in every command of {@code oak}. */
    static final int BCRYPT_LOG_ROUNDS = 10;

    /** Names stand in paths and in tables of terminals. */
    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}");

    static final int EMAIL_CHARACTERS = 254; // RFC 5321, 4.5.3.1.3

    static final int CREATED_AT_CHARACTERS = 64;

    /** A person who forgot a password tries some; a script that never learns gets one try each second. */
    static final int FAILURES_BY_NAME = 20;

    /** Many people may sit behind one address. */
    static final int FAILURES_BY_ADDRESS = 100;

    static final double FAILURES_BACK_PER_SECOND = 1.0;

    /** About 2 MB; what was silent for longest is forgotten first. */
    static final int THROTTLED = 10_000;

    /** How long a login makes the next ones of the same account cheap: a person's run of commands. */
    static final Duration PROVEN_FOR = Duration.ofMinutes(5);

    /** Accounts that are busy at a time; what does not fit only costs a hash again. */
    static final int PROVEN = 1_000;

    /** Longer waiting means that more ask than the machine can hash for. */
    static final Duration HASH_WAIT = Duration.ofSeconds(5);

    /** 5 bits each: 100 bits, more than anybody tries. */
    static final int GENERATED_CHARACTERS = 20;

    private AccountLimits() {}
}
