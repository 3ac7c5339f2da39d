package holm.persistence;

import java.sql.SQLException;

/**
 * Stands between a commit and its acknowledgement. A commit asks for an epoch before, and waits after. Work of an epoch that
 * broke in between is never acknowledged: the database may have been reopened without it.
 */
interface Durability {
    /** Nothing to wait for: in memory, there is no disk. */
    Durability NONE = new Durability() {
        @Override
        public long begin() {
            return 0;
        }

        @Override
        public void await(long epoch) {}
    };

    /**
     * @return the epoch that the commit belongs to
     * @throws SQLException when no writes are taken now; nothing was written
     */
    long begin() throws SQLException;

    /**
     * Returns once everything committed before the call is on disk.
     *
     * @throws SQLException when that is unknown
     */
    void await(long epoch) throws SQLException;
}
