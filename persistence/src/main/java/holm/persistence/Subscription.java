package holm.persistence;

/** Ends when closed; closing twice is fine. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
