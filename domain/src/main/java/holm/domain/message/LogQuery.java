package holm.domain.message;

import java.util.Optional;

/**
 * Which part of an instance's log.
 *
 * @param tail only the last so many lines, 0–100,000; empty means from the start of what is kept
 * @param sinceMillis only lines written at or after this time, milliseconds since 1970 by the worker's clock
 * @param follow whether to go on with new lines until the reader leaves or the instance is gone
 */
public record LogQuery(Optional<Integer> tail, Optional<Long> sinceMillis, boolean follow) {}
