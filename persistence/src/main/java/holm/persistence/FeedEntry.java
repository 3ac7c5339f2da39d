package holm.persistence;

/**
 * Something that happened, for {@code GET /api/events}.
 *
 * @param kind what happened, for example {@code instance-status}, up to 100 characters
 * @param subject whom it is about, up to 255 characters
 * @param json details
 */
public record FeedEntry(String kind, String subject, String json) {}
