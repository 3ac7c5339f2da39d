/** What every tier serves over HTTP: JSON, problems, metrics and health. */
@NullMarked
package holm.wire.http;

import org.jspecify.annotations.NullMarked;
