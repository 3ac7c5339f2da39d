package holm.e2e.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A cable that takes its time: what goes in at one end comes out at the other one later, in order, both ways. */
final class SlowLink {
    private final Duration delay;
    private final Tap near;
    private final Tap far;

    private record Frame(long dueNanos, ByteBuffer bytes) {}

    private SlowLink(Duration delay, Tap near, Tap far) {
        this.delay = delay;
        this.near = near;
        this.far = far;
    }

    /** Makes both ends as devices of this machine; they may go elsewhere. */
    static SlowLink between(String near, String far, Duration delay) throws IOException {
        var link = new SlowLink(delay, Tap.open(near), Tap.open(far));
        link.carry(link.near, link.far);
        link.carry(link.far, link.near);
        return link;
    }

    void cut() throws IOException {
        near.close();
        far.close();
    }

    private void carry(Tap from, Tap to) {
        var underWay = new LinkedBlockingQueue<Frame>();
        start(() -> {
            while (true) {
                var frame = ByteBuffer.wrap(from.read());
                underWay.add(new Frame(System.nanoTime() + delay.toNanos(), frame));
            }
        });
        start(() -> {
            while (true) {
                to.write(due(underWay));
            }
        });
    }

    private static byte[] due(BlockingQueue<Frame> underWay) throws InterruptedException {
        var frame = underWay.take();
        TimeUnit.NANOSECONDS.sleep(frame.dueNanos() - System.nanoTime());
        return frame.bytes().array();
    }

    private interface Carrying {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Carrying carrying) {
        Thread.ofPlatform().daemon().name("slow-link").start(() -> {
            try {
                carrying.run();
            } catch (IOException cut) {
                // Nothing comes through any more.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
