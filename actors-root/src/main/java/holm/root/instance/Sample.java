package holm.root.instance;

/**
 * One value of a history.
 *
 * @param atMillis when the root received it, milliseconds since 1970
 */
public record Sample(double value, long atMillis) {}
