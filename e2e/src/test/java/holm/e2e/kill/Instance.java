package holm.e2e.kill;

/** An instance as labels, journals and messages write it: {@code <service id>.<number>}. */
record Instance(String service, int number) implements Comparable<Instance> {
    @Override
    public int compareTo(Instance other) {
        var byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return service + "." + number;
    }
}
