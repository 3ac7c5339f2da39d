package holm.e2e.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.Program;
import holm.e2e.support.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A worker of a site that is removed as a person does it, with {@code holm workers remove}, and comes back. */
record RemovableWorker(Site site, Site.Host host) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern BRIDGE_ADDRESS = Pattern.compile("inet (10\\.18\\.\\S+)/26");

    /** @return what the command said */
    Program.Result remove() throws IOException, InterruptedException {
        return site.holm("workers", "remove", host.name(), "--cluster", Site.CLUSTER);
    }

    void killAndRemove() throws IOException, InterruptedException {
        host.worker().killHard();
        // It is given up after some seconds of silence; before, the command refuses.
        await().atMost(PATIENCE).until(() -> remove().exitCode() == 0);
    }

    /** Comes back with everything that its machine remembers. */
    void comeBackUnderAnotherSubnetThan(String before) throws IOException, InterruptedException {
        host.worker().start().awaitReady();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subnet()).isPresent().isNotEqualTo(Optional.of(before)));
    }

    /** @return the IPv4 address of its bridge */
    Optional<String> subnet() throws IOException, InterruptedException {
        return BRIDGE_ADDRESS
                .matcher(host.run("ip", "-4", "-o", "addr", "show", "dev", host.network())
                        .output())
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }
}
