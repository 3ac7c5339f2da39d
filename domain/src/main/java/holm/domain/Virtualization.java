package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What kind of thing runs an instance. Open, because runtimes are plug-ins: a worker says which ones it has.
 *
 * @param name as Oakestra's clients know it: {@code docker} (also written {@code container}), {@code unikernel}, {@code simulated}
 */
public record Virtualization(@JsonValue String name) implements Comparable<Virtualization> {
    public static final Virtualization CONTAINER = new Virtualization("docker");
    public static final Virtualization UNIKERNEL = new Virtualization("unikernel");

    /** Said by a worker beside {@link #UNIKERNEL} when its processor helps: nobody asks for it, those who have it are preferred. */
    public static final Virtualization UNIKERNEL_KVM = new Virtualization("unikernel-kvm");

    public static final Virtualization SIMULATED = new Virtualization("simulated");

    /** The descriptor's word {@code container} is Oakestra's {@code docker}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Virtualization of(String name) {
        return "container".equals(name) ? CONTAINER : new Virtualization(name);
    }

    @Override
    public int compareTo(Virtualization other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
