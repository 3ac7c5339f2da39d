package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The flows that the kernel remembers, by netlink and not by the program {@code conntrack}: one package less, and a thousand flows
 * end in the time of one process start. Acts in the network namespace of the calling thread, unless that is a virtual one: these are
 * all in the namespace of the process.
 */
public final class Conntrack {
    /** nfnetlink_conntrack.h: subsystem 1, messages CT_GET and CT_DELETE. */
    private static final int GET = 1 << 8 | 1;

    private static final int DELETE = 1 << 8 | 2;

    private Conntrack() {}

    /** @return the flows of both families that {@code wanted} holds for */
    public static List<Flow> flows(Predicate<Flow> wanted) throws NetworkFailure {
        return KernelThreads.call(() -> read(wanted));
    }

    /** Makes the kernel forget all flows that {@code wanted} holds for: the next packet of each is looked up anew. */
    public static int end(Predicate<Flow> wanted) throws NetworkFailure {
        return KernelThreads.call(() -> delete(read(wanted)));
    }

    private static List<Flow> read(Predicate<Flow> wanted) throws NetworkFailure {
        var found = new ArrayList<Flow>();
        try (var socket = NetfilterSocket.open()) {
            socket.dump(GET, message -> FlowReader.read(message).filter(wanted).ifPresent(found::add));
        } catch (IOException e) {
            throw new NetworkFailure("cannot read the flows of the kernel: " + e.getMessage(), e);
        }
        return found;
    }

    private static int delete(List<Flow> flows) throws NetworkFailure {
        try (var socket = NetfilterSocket.open()) {
            for (var flow : flows) {
                socket.tell(DELETE, flow.key().family(), flow.key().attributes());
            }
        } catch (IOException e) {
            throw new NetworkFailure("cannot end flows: " + e.getMessage(), e);
        }
        return flows.size();
    }
}
