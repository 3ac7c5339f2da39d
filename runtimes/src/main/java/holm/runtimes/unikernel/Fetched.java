package holm.runtimes.unikernel;

/** What came of asking for an archive. */
sealed interface Fetched {
    /**
     * It is in the file now.
     *
     * @param digest 64 hexadecimal digits, SHA-256
     */
    record Archive(String digest, Version version) implements Fetched {}

    /** It is what it was the last time. */
    record Unchanged() implements Fetched {}
}
