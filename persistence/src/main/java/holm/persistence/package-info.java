/** Journals, snapshots and their schema on H2 and PostgreSQL. */
@NullMarked
package holm.persistence;

import org.jspecify.annotations.NullMarked;
