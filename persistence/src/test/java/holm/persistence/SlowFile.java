package holm.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's files on a disk where each write takes a while: {@code slow:/folder/database}. Public because H2 makes it by reflection. */
public final class SlowFile extends FilePathWrapper {
    private static final long WRITE_NANOS = 50_000_000;
    static final AtomicInteger WRITING = new AtomicInteger();

    /** For H2. */
    public SlowFile() {}

    static void register() {
        FilePath.register(new SlowFile());
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new SlowChannel(super.open(mode));
    }

    private static final class SlowChannel extends FileBaseDefault {
        private final FileChannel file;

        SlowChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            WRITING.incrementAndGet();
            try {
                LockSupport.parkNanos(WRITE_NANOS);
                return file.write(source, position);
            } finally {
                WRITING.decrementAndGet();
            }
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
