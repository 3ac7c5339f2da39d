package holm.scheduling;

/** Which tier decides: the same scheduler chooses clusters for the root and workers for a cluster. */
public enum Tier {
    ROOT,
    CLUSTER
}
