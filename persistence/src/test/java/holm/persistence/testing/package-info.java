/** What tests of all tiers share about stored data: golden files, and a PostgreSQL server of one's own. */
package holm.persistence.testing;
