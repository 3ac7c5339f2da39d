package holm.persistence;

/**
 * What lists show of an entity.
 *
 * @param owner what it is listed by, see {@link EntityRow#owner}
 * @param content becomes JSON
 */
public record View(String owner, Object content) {}
