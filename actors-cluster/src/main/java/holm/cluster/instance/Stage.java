package holm.cluster.instance;

/** What a cluster does about an instance. */
public enum Stage {
    /** The root never gave it to this cluster. */
    UNASSIGNED,
    /** A worker is looked for. */
    SEEKING,
    /** A worker promised to take it. */
    PLACED,
    /** The root wants it gone; some worker has not confirmed yet. */
    STOPPING,
    /** Nothing happens any more under this assignment: it ended, was refused or is undeployed. */
    ENDED
}
