package holm.wire.link;

/** Everything that a link was given before {@link LinkCommand.Flush} is on its way. */
public record Drained(Session session) {}
