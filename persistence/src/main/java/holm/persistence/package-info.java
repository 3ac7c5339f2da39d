/**
 * Where a tier's facts are kept: one {@link holm.persistence.Store} for journal, snapshots, list rows, event feed and documents,
 * on H2 or PostgreSQL, and {@link holm.persistence.Entity}, the shell of the actors that own the facts.
 */
@NullMarked
package holm.persistence;

import org.jspecify.annotations.NullMarked;
