package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import holm.runtimes.RunNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Gives QEMU one command, by its monitor protocol; see docs/interop/qmp-spec.txt. A connection for each: commands are rare. */
final class Monitor {
    /** QEMU answers at once unless its main loop is stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    /** QEMU's greeting has some hundred bytes. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final Path socket;

    /** @param socket at most 107 bytes; see unix(7) */
    Monitor(Path socket) {
        this.socket = socket;
    }

    /** @throws IOException when it is not there, does not answer in time, or refuses */
    void run(String command) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            var conversation = new Conversation(channel, deadline);
            conversation.say("qmp_capabilities");
            conversation.say(command);
        }
    }

    private static final class Conversation {
        private final SocketChannel channel;
        private final long deadline;
        private final ByteBuffer buffer = ByteBuffer.allocate(4096).limit(0);

        Conversation(SocketChannel channel, long deadline) {
            this.channel = channel;
            this.deadline = deadline;
        }

        void say(String command) throws IOException, InterruptedException {
            var bytes = ByteBuffer.wrap(RunNames.json().writeValueAsBytes(Map.of("execute", command)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            var answer = next();
            while (!answer.has("return") && !answer.has("error")) {
                answer = next(); // the greeting, and events
            }
            if (answer.has("error")) {
                throw new IOException("QEMU refuses %s: %s"
                        .formatted(command, answer.path("error").path("desc").asText()));
            }
        }

        private JsonNode next() throws IOException, InterruptedException {
            var line = new ByteArrayOutputStream();
            while (true) {
                while (!buffer.hasRemaining()) {
                    fill();
                }
                var one = buffer.get();
                if (one == '\n') {
                    return RunNames.json().readTree(line.toString(UTF_8));
                }
                if (line.size() >= LONGEST_LINE) {
                    throw new IOException("QEMU says more than it should");
                }
                line.write(one);
            }
        }

        private void fill() throws IOException, InterruptedException {
            var read = channel.read(buffer.clear());
            buffer.flip();
            if (read < 0) {
                throw new IOException("QEMU hung up");
            }
            if (read == 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("QEMU does not answer within %d s".formatted(PATIENCE.toSeconds()));
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
    }
}
