package holm.app.tier;

import com.typesafe.config.Config;
import holm.overlay.NetworkFailure;
import holm.overlay.plane.DataPlane;
import holm.runtimes.container.EngineErasure;
import holm.runtimes.unikernel.UnikernelErasure;
import java.io.IOException;

/** Takes every trace of Holm off a machine: containers, unikernels, networks, rules, data. */
final class Removal {
    private Removal() {}

    /** To be called when no tier runs on this data any more. */
    static void of(DataDirectory data, String network, Config config)
            throws IOException, NetworkFailure, InterruptedException {
        EngineErasure.erase(WorkerOptions.containerState(data));
        UnikernelErasure.erase(WorkerOptions.unikernelState(data));
        if (DataDirectory.isRoot() && !network.equals("none")) {
            DataPlane.reset(HostOverlay.anySubnet(network, data));
        }
        data.delete();
    }
}
