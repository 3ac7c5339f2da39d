package holm.e2e.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/**
 * Where the tiers of one installation listen, as {@code holm up --port} lays them out.
 *
 * @param root the port of the API; the others follow from it
 */
public record Ports(int root) {
    private static final int STEP = 500;

    /** Below the ports that the kernel gives to outgoing connections (32768 and up by default). */
    private static final int LAST = 32_000;

    /** @return the first free set at or after {@code first} */
    public static Ports free(int first) {
        return IntStream.iterate(first, port -> port < LAST, port -> port + STEP)
                .mapToObj(Ports::new)
                .filter(Ports::areFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free ports from %d to %d".formatted(first, LAST)));
    }

    public int cluster() {
        return root + 100;
    }

    public int artery() {
        return root + 150;
    }

    public int worker() {
        return root + 200;
    }

    private boolean areFree() {
        return IntStream.of(root, cluster(), artery(), worker()).allMatch(Ports::isFree);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
