package holm.persistence;

import java.nio.file.Path;
import java.sql.SQLException;

/** The database in a file, opened again when it broke. For the sync thread alone, except {@link #opening}. */
final class H2Disk implements GroupedSync.Disk {
    /** A file that was there and is missing is a fault, never a reason to begin with an empty one. */
    private static final String NEVER_A_NEW_FILE = ";IFEXISTS=TRUE";

    private final Path database;
    private H2File.Lease lease = H2File.lease();
    private volatile H2Opening opening;

    /** @param database the file without its suffix */
    H2Disk(Path database) throws SQLException {
        this.database = database;
        opening = open("");
    }

    /** @return the newest opening, which may be over; for any thread */
    H2Opening opening() {
        return opening;
    }

    @Override
    public void sync() throws SQLException {
        opening.sync();
        if (!lease.holdsFile()) {
            throw new SQLException("H2 has closed the file"); // and then leaves out the sync without a word
        }
    }

    @Override
    public void reopen() throws SQLException {
        if (opening.isCurrent()) {
            opening.abandon();
            lease.end();
            lease = H2File.lease();
        }
        opening = open(NEVER_A_NEW_FILE);
    }

    @Override
    public void close() {
        opening.shutDown();
        lease.end();
    }

    /** An attempt that fails gives its name to the next one: H2 remembers every name for ever. */
    private H2Opening open(String more) throws SQLException {
        try {
            return new H2Opening("jdbc:h2:" + lease.nameOf(database) + more);
        } catch (SQLException | RuntimeException e) {
            lease.takeFileBack();
            throw e;
        }
    }
}
