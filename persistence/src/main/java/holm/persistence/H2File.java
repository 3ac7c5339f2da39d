package holm.persistence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The data file as H2 sees it: under a name that each opening has for itself ({@code holm:7:/folder/holm}), and only as long as it
 * holds a lease.
 *
 * <p>H2 keeps its open databases by name. A connection of a database that broke, used once more, makes H2 forget that name, whatever
 * is open under it by now; and whoever connects when the name is unknown opens the file. So a database could be open that nobody
 * could name, and therefore close: its lock on the file kept everybody else out for good. With names that never return, what is left
 * of an old opening finds nothing of the new one; and an ended lease closes the file, and with it the lock, whoever may have opened it.
 *
 * <p>Public, with a public constructor, because H2 makes its paths by reflection.
 */
public final class H2File extends FilePathWrapper {
    private static final String SCHEME = "holm";
    private static final String DATA = ".mv.db";
    private static final AtomicLong LAST_NUMBER = new AtomicLong();
    private static final Map<Long, Lease> LEASES = new ConcurrentHashMap<>();

    static {
        FilePath.register(new H2File());
    }

    /** The right of one opening to have the data file open, once at a time. Thread-safe. */
    static final class Lease {
        private final long number = LAST_NUMBER.incrementAndGet();
        private boolean ended;
        private @Nullable FileChannel file;

        private Lease() {}

        /** @return what H2 is to be told to open */
        String nameOf(Path database) {
            return SCHEME + ":" + number + ":" + database;
        }

        /** @return whether the file is open: what H2 wrote through it, it did not write into the void */
        synchronized boolean holdsFile() {
            return file != null && file.isOpen();
        }

        /** Closes the file and leaves the lease for another attempt. Only for a name under which no database stayed open. */
        synchronized void takeFileBack() {
            if (file != null) {
                try {
                    file.close();
                } catch (IOException e) {
                    // It is closed nevertheless, and whatever it had not written belongs to nobody any more.
                }
                file = null;
            }
        }

        /** Closes the file for good. */
        synchronized void end() {
            ended = true;
            LEASES.remove(number);
            takeFileBack();
        }

        private synchronized FileChannel open(FilePath data, String mode) throws IOException {
            if (ended || file != null) {
                throw new IOException("the database is being opened again");
            }
            file = data.open(mode);
            return file;
        }
    }

    /** For H2. */
    public H2File() {}

    static Lease lease() {
        var lease = new Lease();
        LEASES.put(lease.number, lease);
        return lease;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    protected String getPrefix() {
        return SCHEME + ":" + number(name) + ":";
    }

    @Override
    protected FilePath unwrap(String path) {
        return FilePath.get(path.substring(endOfNumber(path) + 1));
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        var lease = LEASES.get(number(name));
        if (lease == null) {
            throw new IOException("the database is being opened again");
        }
        return name.endsWith(DATA) ? lease.open(getBase(), mode) : super.open(mode);
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(SCHEME.length() + 1, endOfNumber(path)));
    }

    private static int endOfNumber(String path) {
        return path.indexOf(':', SCHEME.length() + 1);
    }
}
