package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends StoreContract {
    @TempDir
    Path directory;

    @Override
    StoreSettings settings() {
        return StoreSettings.inDirectory("root", directory);
    }

    @Test
    void keepsNothingOfAnEphemeralStore() throws Exception {
        for (var i = 0; i < 2; i++) {
            try (var store = Store.open(StoreSettings.ephemeral("root"))) {
                assertThat(store.generation()).isEqualTo(1);
                store.remember("x", "y");
            }
        }
    }

    @Test
    void keepsTiersOfOneDirectoryApart() throws Exception {
        try (var root = Store.open(settings());
                var cluster = Store.open(StoreSettings.inDirectory("cluster_one", directory))) {
            root.remember("x", "root");
            assertThat(cluster.fact("x")).isEmpty();
        }
    }
}
