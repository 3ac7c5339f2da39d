package holm.runtimes.unikernel;

/**
 * How a server, or a file system, tells one version of an archive from another; see RFC 9110, 8.8.
 *
 * @param etag empty when it has none
 * @param lastModified as the server writes it; empty when it has none
 */
record Version(String etag, String lastModified) {
    static final Version NONE = new Version("", "");

    boolean isKnown() {
        return !etag.isEmpty() || !lastModified.isEmpty();
    }
}
