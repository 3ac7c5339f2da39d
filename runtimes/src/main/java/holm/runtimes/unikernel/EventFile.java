package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.runtimes.RunNames;
import holm.runtimes.log.HolePuncher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU's event monitor has written so far. A guest can cause events without end (it sets its clock), so the space of what was read is
 * given back. Used by one thread at a time.
 */
final class EventFile {
    private static final int TURN_BYTES = 64 * 1024;
    private static final long PUNCH_BYTES = 1024 * 1024;

    /** QEMU's events have some hundred bytes. */
    private static final int LONGEST = 64 * 1024;

    private final Path path;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long position;
    private long punched;
    private boolean speaks;
    private @Nullable GuestEvent end;

    EventFile(Path path) {
        this.path = path;
    }

    /** @return whether something was written that was not read yet; costs less than reading */
    boolean hasMore() {
        try {
            return Files.size(path) > position;
        } catch (IOException gone) {
            return true;
        }
    }

    /** @return whether QEMU's main loop runs, and with it the guest */
    boolean isUp() {
        read();
        return speaks;
    }

    /** @return the first event after which the guest does nothing any more */
    Optional<GuestEvent> end() {
        read();
        return Optional.ofNullable(end);
    }

    private void read() {
        try (var file = FileChannel.open(path)) {
            var buffer = ByteBuffer.allocate(TURN_BYTES);
            while (end == null && file.read(buffer.clear(), position) > 0) {
                take(buffer.flip());
            }
        } catch (IOException gone) {
            return;
        }
        if (position - punched >= PUNCH_BYTES) {
            HolePuncher.punch(path, punched, position);
            punched = position;
        }
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var one = bytes.get();
            position++;
            if (one == '\n') {
                parse(line.toString(UTF_8));
                line.reset();
            } else if (one != 0 && line.size() < LONGEST) { // zeros stand where space was given back
                line.write(one);
            }
        }
    }

    private void parse(String text) {
        try {
            var object = RunNames.json().readTree(text);
            speaks |= object.has("return");
            if (end != null) {
                return;
            }
            end = switch (object.path("event").asText()) {
                case "SHUTDOWN" ->
                    new GuestEvent.Shutdown(object.path("data").path("reason").asText("unknown"));
                case "GUEST_PANICKED" -> new GuestEvent.Panicked();
                default -> null;
            };
        } catch (JsonProcessingException torn) {
            return; // the end of a file whose writer was killed
        }
    }
}
