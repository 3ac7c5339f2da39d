/** Logs on their way up: each reader has a connection of its own, so that a slow one never delays a heartbeat. */
@NullMarked
package holm.wire.log;

import org.jspecify.annotations.NullMarked;
