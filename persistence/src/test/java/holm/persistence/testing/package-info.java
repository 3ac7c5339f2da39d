/** What tests of all tiers share about stored data: golden files, how much of a journal is left, and a PostgreSQL server of one's own. */
package holm.persistence.testing;
