package holm.persistence;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2PurgeTest extends PurgeContract {
    @TempDir
    Path directory;

    @Override
    StoreSettings settings() {
        return StoreSettings.inDirectory("root", directory);
    }
}
