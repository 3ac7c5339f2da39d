/** How the root speaks HTTP: the table of endpoints, and what holds for all of them (tokens, bodies, errors, origins, retries). */
@NullMarked
package holm.root.http;

import org.jspecify.annotations.NullMarked;
