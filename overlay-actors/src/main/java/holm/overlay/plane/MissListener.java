package holm.overlay.plane;

/** Who is asked for an address that the kernel does not know. */
@FunctionalInterface
public interface MissListener {
    /**
     * The first packet to an address came and waits. To be answered by {@link DataPlane#resolved} or {@link DataPlane#unknown}, else it
     * is asked again with a packet that comes more than five seconds later. Called by the reader's thread, which must not be kept.
     */
    void miss(String address);
}
