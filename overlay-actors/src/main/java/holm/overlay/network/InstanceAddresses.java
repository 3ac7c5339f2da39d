package holm.overlay.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The namespace addresses of one instance.
 *
 * @param v4 empty when the worker's /26 is used up: IPv4 is not the limit of the system
 * @param v6 empty on a host without IPv6
 */
record InstanceAddresses(Optional<String> v4, Optional<String> v6) {
    List<String> all() {
        return Stream.concat(v4.stream(), v6.stream()).toList();
    }
}
