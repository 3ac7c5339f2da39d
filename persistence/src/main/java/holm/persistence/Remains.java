package holm.persistence;

/** What is left of an entity some time after its last word. */
public enum Remains {
    /** For an entity whose owner knows that it is gone, or that may begin anew under a higher fence. */
    NOTHING,
    /** For an owner: whoever asks about an id must hear that it is gone, however late. One event is some hundred bytes. */
    LAST_WORD
}
