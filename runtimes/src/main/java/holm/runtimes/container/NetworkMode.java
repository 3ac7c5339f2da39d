package holm.runtimes.container;

/**
 * Where a container's network comes from, in the engine's words.
 *
 * @param word what {@code HostConfig.NetworkMode} says
 * @param isOwn whether the container has a host name and a resolver of its own; Docker refuses both to one that joins another's network
 */
record NetworkMode(String word, boolean isOwn) {
    /** Loopback only. */
    static final NetworkMode NONE = new NetworkMode("none", true);

    /** Podman's alone. */
    static NetworkMode namespace(String file) {
        return new NetworkMode("ns:" + file, true);
    }

    static NetworkMode ofContainer(String name) {
        return new NetworkMode("container:" + name, false);
    }
}
