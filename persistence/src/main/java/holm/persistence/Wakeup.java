package holm.persistence;

import java.time.Instant;

/**
 * Somebody has work at a time, also after a restart.
 *
 * @param kind the entity's type name
 * @param id unique within the kind
 * @param due when; milliseconds count
 */
public record Wakeup(String kind, String id, Instant due) {}
