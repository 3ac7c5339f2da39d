package holm.e2e.support;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a program runs, and the address of what listens there.
 *
 * @param entry what comes before a command line
 */
public record Place(List<String> entry, String address) {
    /** This machine itself, its loopback device. */
    public static final Place HERE = new Place(List.of(), "127.0.0.1");

    /** A network namespace. Not by {@code ip netns exec}: that mounts another /sys, without the cgroups of containers. */
    static Place inside(String namespace, String address) {
        return new Place(List.of("nsenter", "--net=/run/netns/" + namespace), address);
    }

    public List<String> command(List<String> command) {
        return Stream.concat(entry.stream(), command.stream()).toList();
    }

    URI uri(int port, String path) {
        return URI.create("http://%s:%d%s".formatted(address, port, path));
    }
}
