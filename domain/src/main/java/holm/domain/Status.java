package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where an instance stands, in Oakestra's words (its clients crash on any other word). Within one full fence the rank only
 * grows, and an end is final.
 */
public enum Status {
    REQUESTED("REQUESTED", 0),
    TARGET_CLUSTER_NOT_FOUND("TargetClusterNotFound", 1),
    TARGET_CLUSTER_NOT_ACTIVE("TargetClusterNotActive", 1),
    TARGET_CLUSTER_NO_CAPACITY("TargetClusterNoCapacity", 1),
    NO_ACTIVE_CLUSTER_WITH_CAPACITY("NoActiveClusterWithCapacity", 1),
    CLUSTER_SCHEDULED("CLUSTER_SCHEDULED", 2),
    NO_WORKER_CAPACITY("NO_WORKER_CAPACITY", 3),
    NO_QUALIFIED_WORKER_FOUND("NO_QUALIFIED_WORKER_FOUND", 3),
    NO_NODE_FOUND("NO_NODE_FOUND", 3),
    NODE_SCHEDULED("NODE_SCHEDULED", 4),
    CREATING("CREATING", 5),
    CREATED("CREATED", 6),
    RUNNING("RUNNING", 7),
    COMPLETED("COMPLETED", 8),
    FAILED("FAILED", 8),
    DEAD("DEAD", 8),
    UNDEPLOYED("UNDEPLOYED", 9);

    private static final int FIRST_END = 8;
    private final String word;
    private final int rank;

    Status(String word, int rank) {
        this.word = word;
        this.rank = rank;
    }

    /** @return the word that clients see, for example {@code RUNNING} or {@code NoActiveClusterWithCapacity} */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no status has this word */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Status of(String word) {
        return tryOf(word).orElseThrow(() -> new IllegalArgumentException("unknown status: " + word));
    }

    public static Optional<Status> tryOf(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst();
    }

    /** @return whether nothing follows within the same fence ({@code UNDEPLOYED} may still follow the other ends) */
    public boolean isEnd() {
        return rank >= FIRST_END;
    }

    /** @return whether an instance waits for a decision of the root or of a cluster */
    public boolean isWaiting() {
        return rank < CREATING.rank;
    }

    /** @return whether {@code next} may follow this within one fence */
    public boolean mayBecome(Status next) {
        return next.rank > rank || (rank < NODE_SCHEDULED.rank && next.rank < NODE_SCHEDULED.rank);
    }

    @Override
    public String toString() {
        return word;
    }
}
