package holm.domain.message;

/** The owner's answer about an instance that exists below but stands in no assignment set. */
public enum Verdict {
    /** It should run under this fence; its assignment follows. */
    CURRENT,
    /** A younger fence took its place: stop it. */
    REPLACED,
    /** Nobody wants it any more: stop it. */
    GONE,
    /** The owner does not know (yet): leave it alone, ask again later. */
    UNKNOWN
}
