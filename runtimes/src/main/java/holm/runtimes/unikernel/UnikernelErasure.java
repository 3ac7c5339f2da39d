package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.Cgroups;
import holm.runtimes.process.OwnCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Takes every trace of a worker's unikernels off a machine: processes, cgroups, names, files. */
public final class UnikernelErasure {
    private UnikernelErasure() {}

    /**
     * Call it when no worker uses this directory any more.
     *
     * @param state what {@link UnikernelSettings#state} was; it need not be there
     * @throws IOException when something stays
     */
    public static void erase(Path state) throws IOException, InterruptedException {
        var runs = state.resolve(UnikernelRuntime.RUNS);
        if (Files.isDirectory(runs)) {
            var machines = new Machines(
                    runs.toRealPath(), UnikernelSettings.DEFAULT_USER, Cgroups.ofThisMachine(), Clock.systemUTC());
            try {
                for (var machine : machines.all()) {
                    machine.switchOff();
                    machines.erase(machine);
                }
            } catch (RuntimeFailure stays) {
                throw new IOException(stays.getMessage(), stays);
            }
            machines.close();
        }
        OwnCgroup.removeParents(Cgroups.ofThisMachine());
        Trees.delete(state);
    }
}
