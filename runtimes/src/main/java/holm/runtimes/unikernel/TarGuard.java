package holm.runtimes.unikernel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what stands between the contents of an archive's entries. The library reads long names and extended headers into memory as a
 * whole, and an archive of some kilobytes can say that one of them has gigabytes. Used by one thread.
 */
final class TarGuard extends FilterInputStream {
    /** A path and an extended header take some kilobytes, the end of an archive at most ten. */
    private static final long MOST_BETWEEN = 1024 * 1024;

    private boolean inContent;
    private long between;

    TarGuard(InputStream unpacked) {
        super(unpacked);
    }

    /** A header says that it is larger than any header. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("has a header of more than %d MiB".formatted(MOST_BETWEEN >> 20));
        }
    }

    /** What follows is content, whose reader counts it. */
    void beginContent() {
        inContent = true;
    }

    /** What follows is the way to the next entry. */
    void endContent() {
        inContent = false;
        between = 0;
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        var skipped = super.skip(wanted);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws TooMuch {
        between += inContent ? 0 : bytes;
        if (between > MOST_BETWEEN) {
            throw new TooMuch();
        }
    }
}
