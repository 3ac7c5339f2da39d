package holm.domain;

/**
 * An amount of what a worker has and an instance needs.
 *
 * @param milliCpus thousandths of a core
 * @param memoryMebiBytes 2^20 bytes
 * @param storageMebiBytes 2^20 bytes
 * @param gpus whole devices
 */
public record Resources(long milliCpus, long memoryMebiBytes, long storageMebiBytes, int gpus) {
    public static final Resources NONE = new Resources(0, 0, 0, 0);

    public Resources plus(Resources other) {
        return new Resources(
                milliCpus + other.milliCpus,
                memoryMebiBytes + other.memoryMebiBytes,
                storageMebiBytes + other.storageMebiBytes,
                gpus + other.gpus);
    }

    /** May go below zero: a worker can come back smaller than what it had promised. */
    public Resources minus(Resources other) {
        return new Resources(
                milliCpus - other.milliCpus,
                memoryMebiBytes - other.memoryMebiBytes,
                storageMebiBytes - other.storageMebiBytes,
                gpus - other.gpus);
    }

    /** @return of each kind the larger amount */
    public Resources max(Resources other) {
        return new Resources(
                Math.max(milliCpus, other.milliCpus),
                Math.max(memoryMebiBytes, other.memoryMebiBytes),
                Math.max(storageMebiBytes, other.storageMebiBytes),
                Math.max(gpus, other.gpus));
    }

    /** @return whether {@code need} fits in this, in every kind */
    public boolean covers(Resources need) {
        return milliCpus >= need.milliCpus
                && memoryMebiBytes >= need.memoryMebiBytes
                && storageMebiBytes >= need.storageMebiBytes
                && gpus >= need.gpus;
    }

    @Override
    public String toString() {
        return "%d mCPU, %d MiB memory, %d MiB storage, %d GPUs"
                .formatted(milliCpus, memoryMebiBytes, storageMebiBytes, gpus);
    }
}
