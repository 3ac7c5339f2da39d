package holm.overlay.dns;

/** What a listener does when the machine refuses it a file or memory: it waits a moment, because the reason may pass. */
final class Trouble {
    private Trouble() {}

    static void pauseUnless(boolean closed) {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(DnsLimits.TROUBLE_PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
