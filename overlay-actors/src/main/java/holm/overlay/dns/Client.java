package holm.overlay.dns;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever sent a query.
 *
 * @param asker present for an instance of this worker
 * @param isMachine whether it is this machine itself
 */
record Client(InetAddress address, Optional<Asker> asker, boolean isMachine) {
    /** @param self addresses of this machine that are served, so that its own processes are served, too */
    static Client of(InetAddress address, NameTable names, Set<InetAddress> self) {
        return new Client(
                address, names.askerAt(Literals.text(address)), address.isLoopbackAddress() || self.contains(address));
    }

    /** Anybody else is a stranger: it is unknown what it may hear, and whether it asks in order to harm others (RFC 5358). */
    boolean isServed() {
        return isMachine || asker.isPresent();
    }
}
