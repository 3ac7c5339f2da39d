package holm.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.testing.Needs;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Needs.Root
class H2FailureTest {
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount();
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
    }

    @Test
    void survivesAFullDisk() throws Exception {
        StoreFailureContract.losesNothingAcknowledged(settings(), "cannot write", disk::fillUp, disk::makeRoom);
    }

    @Test
    void refusesToOpenOnAReadOnlyDisk() throws Exception {
        disk.readOnly();
        assertThatThrownBy(() -> Store.open(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(disk.folder().toString())
                .hasMessageContaining("Read-only file system");
        disk.writable();
        Store.open(settings()).close();
    }

    private StoreSettings settings() {
        return StoreSettings.inDirectory("root", disk.folder());
    }
}
