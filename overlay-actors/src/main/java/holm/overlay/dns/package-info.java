/**
 * The name server of a worker: it knows the names of services, forwards all others, and answers instances on the bridge's
 * addresses. What a name means is decided purely ({@link holm.overlay.dns.Target}, {@link holm.overlay.dns.Which}); sockets
 * and threads are at the edge. dnsjava reads and writes messages, nothing else of it is used.
 */
@NullMarked
package holm.overlay.dns;

import org.jspecify.annotations.NullMarked;
