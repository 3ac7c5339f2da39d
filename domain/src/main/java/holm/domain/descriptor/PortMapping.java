package holm.domain.descriptor;

import holm.domain.HostPort;
import holm.domain.Protocol;

/**
 * One entry of a descriptor's {@code port}: {@code host[:container][/tcp|/udp]}.
 *
 * @param host 1–65535, on every address of the worker
 * @param container 1–65535, in the instance
 */
public record PortMapping(int host, int container, Protocol protocol) {
    public PortMapping {
        if (host < 1 || host > 65_535 || container < 1 || container > 65_535) {
            throw new IllegalArgumentException("a port is between 1 and 65535: " + host + ":" + container);
        }
    }

    /** What has to be free on the worker. */
    public HostPort hostPort() {
        return new HostPort(host, protocol);
    }

    @Override
    public String toString() {
        return host + ":" + container + "/" + protocol.word();
    }
}
