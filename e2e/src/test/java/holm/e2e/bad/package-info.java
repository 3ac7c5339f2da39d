/** Requests that must be refused, sent to a running root: each gets a problem that names the field, and changes nothing. */
@NullMarked
package holm.e2e.bad;

import org.jspecify.annotations.NullMarked;
