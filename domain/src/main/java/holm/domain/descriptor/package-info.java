/** What a person asks for: the application document (SLA v2.0), its parsing and its validation. */
@NullMarked
package holm.domain.descriptor;

import org.jspecify.annotations.NullMarked;
