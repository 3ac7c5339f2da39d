package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Mac;
import java.util.List;

/** The VXLAN device (RFC 7348) that carries packets to peers. It learns nothing from packets: peers are told by the cluster. */
final class TunnelDevice {
    /** Any number that all workers agree on; of 24 bits. */
    static final int NETWORK = 50_103;

    private final PlaneSettings settings;

    TunnelDevice(PlaneSettings settings) {
        this.settings = settings;
    }

    /** Makes it, or takes over one with the same outside; another outside means another tunnel. */
    void ensure() throws NetworkFailure, InterruptedException {
        var name = settings.network().tunnelDevice();
        var shown = Command.attempt("", List.of("ip", "-d", "-o", "link", "show", "dev", name));
        if (!shown.succeeded() || !isSame(shown.output())) {
            remove(name);
            make(name);
        }
        var mtu = settings.underlay().overlayMtu();
        Command.run("""
                link set %s mtu %d addrgenmode none
                link set %s up
                link set %s mtu %d
                """.formatted(name, mtu, name, settings.network().name(), mtu), List.of("ip", "-batch", "-"));
    }

    static void remove(String device) throws NetworkFailure, InterruptedException {
        Command.attempt("", List.of("ip", "link", "delete", device));
    }

    /** Follows from the subnet, so that peers know it. */
    static String mac(String v6Range) {
        return Mac.of(v6Range);
    }

    private void make(String name) throws NetworkFailure, InterruptedException {
        var made = Command.attempt(
                "",
                List.of(
                        "ip",
                        "link",
                        "add",
                        name,
                        "address",
                        mac(settings.network().addresses().v6Range()),
                        "type",
                        "vxlan",
                        "id",
                        Integer.toString(NETWORK),
                        "local",
                        settings.underlay().address(),
                        "dstport",
                        Integer.toString(settings.port()),
                        "nolearning"));
        if (!made.succeeded()) {
            throw new NetworkFailure(
                    "the tunnel %s on %s port %d cannot be made (another worker of this machine may have the port): %s"
                            .formatted(
                                    name,
                                    settings.underlay().address(),
                                    settings.port(),
                                    made.output().strip()),
                    false);
        }
    }

    private boolean isSame(String shown) {
        return shown.contains(" local %s ".formatted(settings.underlay().address()))
                && shown.contains(" dstport %d ".formatted(settings.port()))
                && shown.contains(mac(settings.network().addresses().v6Range()));
    }
}
