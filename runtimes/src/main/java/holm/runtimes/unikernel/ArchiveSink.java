package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** A file that an archive is written to: bounded, counted, told of, and with its digest. Used by one thread at a time. */
final class ArchiveSink implements AutoCloseable {
    private static final long MEBI = 1024 * 1024;

    /** A line for each mebibyte would flood a status detail. */
    private static final long STEP_BYTES = 4 * MEBI;

    private final FileChannel file;
    private final MessageDigest digest;
    private final String code;
    private final long most;
    private final Consumer<String> progress;
    private long announced = -1;
    private long told;
    private volatile long written;

    ArchiveSink(Path path, String code, long most, Consumer<String> progress) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.code = code;
        this.most = most;
        this.progress = progress;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** @param bytes that a server says it will send; negative when it does not say */
    void announce(long bytes) throws RuntimeFailure {
        announced = bytes;
        if (bytes > most) {
            throw tooLong();
        }
    }

    void write(ByteBuffer bytes) throws IOException, RuntimeFailure {
        if (written + bytes.remaining() > most) {
            throw tooLong();
        }
        digest.update(bytes.duplicate());
        var sum = written;
        while (bytes.hasRemaining()) {
            sum += file.write(bytes);
        }
        written = sum;
        if (sum - told >= STEP_BYTES) {
            told = sum;
            progress.accept(
                    announced > 0
                            ? "fetched %d of %d MiB".formatted(sum / MEBI, (announced + MEBI - 1) / MEBI)
                            : "fetched %d MiB".formatted(sum / MEBI));
        }
    }

    /** @return bytes so far; for any thread */
    long written() {
        return written;
    }

    /** Call it once, at the end. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private RuntimeFailure tooLong() {
        return new RuntimeFailure(
                "%s is larger than the %d MiB that an archive may have here".formatted(code, most / MEBI), false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
