package holm.overlay.plane;

import holm.overlay.network.NetworkSettings;

/**
 * Where a worker's data plane is.
 *
 * @param network its names, its subnet and its state directory
 * @param port UDP port of the tunnel, 1–65535; two workers of one machine need two
 */
public record PlaneSettings(NetworkSettings network, Underlay underlay, int port) {
    public PlaneSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 1 and 65535: " + port);
        }
    }
}
