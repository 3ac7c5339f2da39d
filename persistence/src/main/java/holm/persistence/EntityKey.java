package holm.persistence;

/**
 * Which entity.
 *
 * @param kind the entity's type name
 * @param id unique within the kind
 */
public record EntityKey(String kind, String id) {}
