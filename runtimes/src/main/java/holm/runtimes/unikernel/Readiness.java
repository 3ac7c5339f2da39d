package holm.runtimes.unikernel;

import holm.domain.Protocol;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a unikernel that was started serves: QEMU runs it, and where it has TCP ports, it answers at one of them. */
final class Readiness {
    /** QEMU takes some 50 ms until its guest runs; its cgroup may give it a tenth of a core, and the machine be busy. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    /** A guest on this machine answers in a millisecond or is not there yet. */
    private static final Duration CONNECT_PATIENCE = Duration.ofMillis(200);

    private final Machine machine;
    private final Duration patience;

    /** @param patience for the first answer */
    Readiness(Machine machine, Duration patience) {
        this.machine = machine;
        this.patience = patience;
    }

    /** Also comes back when the guest has ended before: {@link Machine#awaitEnd} then tells how. */
    void await(InstanceNetwork network) throws RuntimeFailure, InterruptedException {
        awaitStart();
        var doors = doors(network, machine.run().assignment().descriptor().ports());
        if (doors.isEmpty()) {
            return;
        }
        var since = System.nanoTime();
        while (!machine.isOver() && doors.stream().noneMatch(Readiness::answers)) {
            if (System.nanoTime() - since > patience.toNanos()) {
                throw new RuntimeFailure(
                        "the unikernel runs, but did not answer at TCP port %s within %d s"
                                .formatted(ports(doors), patience.toSeconds()),
                        false);
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private void awaitStart() throws RuntimeFailure, InterruptedException {
        var since = System.nanoTime();
        while (!machine.isUp() && !machine.isOver()) {
            if (System.nanoTime() - since > START_PATIENCE.toNanos()) {
                throw new RuntimeFailure(
                        "QEMU did not start the unikernel within %d s".formatted(START_PATIENCE.toSeconds()), true);
            }
            Thread.sleep(LOOK_EVERY);
        }
        var failure = machine.isOver() ? machine.startFailure() : Optional.<String>empty();
        if (failure.isPresent()) {
            throw new RuntimeFailure("QEMU cannot start the unikernel: " + failure.get(), false);
        }
    }

    private static List<InetSocketAddress> doors(InstanceNetwork network, List<PortMapping> ports) {
        if (!(network instanceof InstanceNetwork.Tap tap)) {
            return List.of();
        }
        return Stream.concat(tap.ipv4().stream(), tap.ipv6().stream())
                .flatMap(own -> ports.stream()
                        .filter(port -> port.protocol() == Protocol.TCP)
                        .map(port -> new InetSocketAddress(own.address().toString(), port.container())))
                .toList();
    }

    private static String ports(List<InetSocketAddress> doors) {
        return String.join(
                " or ",
                doors.stream()
                        .map(door -> Integer.toString(door.getPort()))
                        .distinct()
                        .toList());
    }

    private static boolean answers(InetSocketAddress door) {
        try (var socket = new Socket()) {
            socket.connect(door, (int) CONNECT_PATIENCE.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
