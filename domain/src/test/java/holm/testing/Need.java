package holm.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Something a test cannot run without, with the probe that looks for it on this machine. */
public enum Need {
    ROOT("run as root") {
        @Override
        boolean isThere() {
            return "root".equals(System.getProperty("user.name"));
        }
    },
    PODMAN("apt-get install podman runc, and run as root") {
        @Override
        boolean isThere() {
            return ROOT.isThere() && program("podman").isPresent();
        }
    },
    DOCKER("apt-get install docker.io busybox-static, and run as root") {
        @Override
        boolean isThere() {
            return ROOT.isThere() && program("dockerd").isPresent();
        }
    },
    POSTGRES("apt-get install postgresql") {
        @Override
        boolean isThere() {
            return program("postgres").isPresent();
        }
    },
    QEMU("apt-get install qemu-system-x86 linux-image-cloud-amd64 busybox-static") {
        @Override
        boolean isThere() {
            return program("qemu-system-x86_64").isPresent() && hasCloudKernel();
        }
    },
    BROWSER("apt-get install chromium chromium-driver") {
        @Override
        boolean isThere() {
            return program("chromium").isPresent() && program("chromedriver").isPresent();
        }
    };

    private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

    private final String remedy;

    Need(String remedy) {
        this.remedy = remedy;
    }

    abstract boolean isThere();

    /** What a person does to satisfy this need. */
    String remedy() {
        return remedy;
    }

    /**
     * Finds a program on the PATH, in the folders of system programs, or in Debian's PostgreSQL folders.
     *
     * @param name the file name of the program
     * @return its path, empty when it is not installed
     */
    public static Optional<Path> program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath = Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of);
        Stream<Path> system = Stream.of("/usr/sbin", "/sbin").map(Path::of);
        return Stream.of(onPath, system, postgresFolders())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Small and quick enough to be a guest. */
    private static boolean hasCloudKernel() {
        var files = Path.of("/boot").toFile().list((_, name) -> name.matches("vmlinuz-.*-cloud-.*"));
        return files != null && files.length > 0;
    }

    private static Stream<Path> postgresFolders() {
        if (!Files.isDirectory(DEBIAN_POSTGRES)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN_POSTGRES)) {
            return versions.map(version -> version.resolve("bin")).toList().stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }
}
