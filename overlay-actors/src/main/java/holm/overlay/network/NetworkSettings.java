package holm.overlay.network;

import holm.domain.address.NodeSubnet;
import holm.overlay.kernel.Sysctls;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How a worker's instance network is called and where it is.
 *
 * @param name of the bridge and of the nftables table, and first part of each namespace's name; 1–12 letters and digits, so
 *     that several workers can share a machine (an interface name has at most 15 characters)
 * @param stateDirectory where the addresses and ports of each instance are written down
 * @param subnet the worker's addresses
 */
public record NetworkSettings(String name, Path stateDirectory, NodeSubnet subnet) {
    public static final String DEFAULT_NAME = "holm0";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,11}");

    public NetworkSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a network's name has 1 to 12 lower-case letters and digits: " + name);
        }
    }

    public NodeAddresses addresses() {
        return new NodeAddresses(subnet);
    }

    /** The memory of changed kernel settings, which all parts of one network share. */
    public Sysctls sysctls() {
        return new Sysctls(stateDirectory.resolve("kernel-settings"));
    }

    /** The device through which peers are reached. */
    public String tunnelDevice() {
        return name + "-vx";
    }

    /** The device to which packets go that nobody knows a way for. */
    public String missDevice() {
        return name + "-ms";
    }
}
