package holm.overlay.kernel;

/**
 * A flow that the kernel remembers.
 *
 * @param protocol number of the protocol over IP, 6 for TCP
 * @param source who began it, as an address
 * @param destination whom it asked for, as an address: a service IP where one was translated
 * @param server who answers it, as an address
 * @param key what the kernel wants to hear to delete exactly this one
 */
public record Flow(int protocol, String source, String destination, String server, Key key) {
    private static final int TCP = 6;

    public boolean isTcp() {
        return protocol == TCP;
    }

    /** Attributes in the kernel's own form. */
    public static final class Key {
        private final byte family;
        private final byte[] attributes;

        Key(byte family, byte[] attributes) {
            this.family = family;
            this.attributes = attributes;
        }

        byte family() {
            return family;
        }

        byte[] attributes() {
            return attributes;
        }
    }
}
