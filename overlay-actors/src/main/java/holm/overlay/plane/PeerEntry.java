package holm.overlay.plane;

import java.util.Optional;
import java.util.regex.Pattern;

/** One line of the kernel's tables that leads to a peer. */
sealed interface PeerEntry {
    /** @return how {@code ip -batch} or {@code bridge -batch} adds or replaces it */
    String add(String device);

    String delete(String device);

    /** What an entry of the same key replaces. */
    String key();

    /** Whether it is for {@code bridge} and not for {@code ip}. */
    default boolean isForBridge() {
        return false;
    }

    /**
     * A peer's subnet is on the link, behind the peer's bridge address.
     *
     * @param source as whom this host speaks to it, also in ICMP errors: peers believe nodes only
     */
    record Route(String range, String via, String source) implements PeerEntry {
        private static final Pattern SHOWN = Pattern.compile("(\\S+/\\d+) via (\\S+) src (\\S+) .*");

        static Optional<PeerEntry> read(String line) {
            var shown = SHOWN.matcher(line);
            return shown.matches()
                    ? Optional.of(new Route(shown.group(1), shown.group(2), shown.group(3)))
                    : Optional.empty();
        }

        @Override
        public String add(String device) {
            return "route replace %s via %s dev %s src %s onlink".formatted(range, via, device, source);
        }

        @Override
        public String delete(String device) {
            return "route del %s via %s dev %s".formatted(range, via, device);
        }

        @Override
        public String key() {
            return range;
        }
    }

    /** The link address of a peer, for ever: nobody asks for it. */
    record Neighbour(String address, String mac) implements PeerEntry {
        private static final Pattern SHOWN = Pattern.compile("(\\S+) lladdr (\\S+) .*PERMANENT.*");

        static Optional<PeerEntry> read(String line) {
            var shown = SHOWN.matcher(line);
            return shown.matches() ? Optional.of(new Neighbour(shown.group(1), shown.group(2))) : Optional.empty();
        }

        @Override
        public String add(String device) {
            return "neigh replace %s lladdr %s dev %s nud permanent".formatted(address, mac, device);
        }

        @Override
        public String delete(String device) {
            return "neigh del %s dev %s".formatted(address, device);
        }

        @Override
        public String key() {
            return address;
        }
    }

    /** To which host frames for a link address go. */
    record Forwarding(String mac, String underlay, int port) implements PeerEntry {
        private static final Pattern SHOWN = Pattern.compile("(\\S+) dst (\\S+)(?: port (\\d+))? .*");

        /** @param ownPort what the kernel leaves out */
        static Optional<PeerEntry> read(String line, int ownPort) {
            var shown = SHOWN.matcher(line);
            return shown.matches()
                    ? Optional.of(new Forwarding(
                            shown.group(1),
                            shown.group(2),
                            Optional.ofNullable(shown.group(3))
                                    .map(Integer::parseInt)
                                    .orElse(ownPort)))
                    : Optional.empty();
        }

        @Override
        public String add(String device) {
            return "fdb replace %s dev %s dst %s port %d self permanent".formatted(mac, device, underlay, port);
        }

        @Override
        public String delete(String device) {
            return "fdb del %s dev %s dst %s port %d self".formatted(mac, device, underlay, port);
        }

        @Override
        public String key() {
            return mac;
        }

        @Override
        public boolean isForBridge() {
            return true;
        }
    }
}
