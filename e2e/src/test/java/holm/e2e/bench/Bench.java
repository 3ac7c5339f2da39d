package holm.e2e.bench;

import holm.e2e.bench.overlay.OverlaySpeed;
import java.util.Arrays;
import java.util.List;

/** {@code e2e/bench deploy-latency|api|recovery|startup|overlay|unikernel [SIZE]}: prints a table as it stands in docs/benchmarks.md. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        var size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        System.out.printf("%s on %s%n%n", String.join(" ", arguments), Machine.describe());
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "deploy-latency" -> DeployLatency.run(orElse(size, 50));
            case "api" -> ApiSpeed.run(orElse(size, 1_000));
            case "recovery" -> Recovery.run(orElse(size, 10_000));
            case "startup" -> Startup.run(orElse(size, 5));
            case "overlay" -> OverlaySpeed.run(orElse(size, 30));
            case "unikernel" -> UnikernelStart.run(orElse(size, 10));
            default -> usage(Arrays.asList(arguments));
        }
        System.exit(0);
    }

    private static int orElse(int size, int absent) {
        return size > 0 ? size : absent;
    }

    private static void usage(List<String> arguments) {
        System.err.printf("""
                bench: no benchmark %s
                  deploy-latency [RUNS]      from the API call to RUNNING, beside raw podman create + start
                  api            [SERVICES]  requests per second and p99 of list and get, beside a plain HTTP server
                  recovery       [INSTANCES] from the start of a killed process until all is compared, beside an empty start
                  startup        [RUNS]      until ready, and resident memory, beside the start of a bare JVM
                  overlay        [ROUNDS]    service addresses beside VXLAN and veth without them; first packets and updates
                  unikernel      [RUNS]      from the API call to the first byte and the first answer, beside QEMU alone
                """, arguments);
        System.exit(2);
    }
}
