package holm.overlay.balance;

/**
 * Where a new flow may be sent.
 *
 * @param namespaceAddress canonical IPv4 or IPv6 address of the instance's network namespace
 * @param weight its share among the weights of the same destination, 1 or more
 */
public record Target(String namespaceAddress, int weight) {
    public Target {
        if (weight < 1) {
            throw new IllegalArgumentException(namespaceAddress + " has the weight " + weight);
        }
    }
}
