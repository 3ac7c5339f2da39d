package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import holm.files.Draft;
import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** What the kernel does not keep of an attachment, in one small file for each instance. */
final class AttachmentFile {
    private static final String SUFFIX = ".network";

    /** Absent for a namespace. */
    private static final String TAP_OWNER = "tap-owner";

    private final Path directory;
    private final Draft draft;

    AttachmentFile(Path directory) {
        this.directory = directory;
        this.draft = new Draft(directory.resolve("attachment.draft"));
    }

    /**
     * What a file says.
     *
     * @param isolated whether only clients reach it
     */
    record Content(
            InstanceId instance,
            InstanceAddresses addresses,
            List<PortMapping> ports,
            NetworkNeed need,
            boolean isolated) {}

    synchronized void write(Content content) throws NetworkFailure {
        var properties = new Properties();
        content.addresses().v4().ifPresent(v4 -> properties.setProperty("v4", v4));
        content.addresses().v6().ifPresent(v6 -> properties.setProperty("v6", v6));
        properties.setProperty(
                "ports", content.ports().stream().map(PortMapping::toString).collect(Collectors.joining(";")));
        properties.setProperty("isolated", String.valueOf(content.isolated()));
        if (content.need() instanceof NetworkNeed.Tap(var owner)) {
            properties.setProperty(TAP_OWNER, Integer.toString(owner));
        }
        var file = file(content.instance());
        try {
            var text = new StringWriter();
            properties.store(text, "network of instance " + content.instance());
            draft.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NetworkFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    void delete(InstanceId instance) throws NetworkFailure {
        try {
            Files.deleteIfExists(file(instance));
        } catch (IOException e) {
            throw new NetworkFailure("cannot delete %s: %s".formatted(file(instance), e.getMessage()), e);
        }
    }

    /** Removes what an earlier process did not finish. @return every file's content; a file that cannot be understood is left out */
    synchronized List<Content> all() throws NetworkFailure {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            draft.discard();
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .map(AttachmentFile::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new NetworkFailure("cannot read %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static Optional<Content> read(Path file) {
        var name = file.getFileName().toString();
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
            var addresses = new InstanceAddresses(
                    Optional.ofNullable(properties.getProperty("v4")),
                    Optional.ofNullable(properties.getProperty("v6")));
            var ports = Arrays.stream(properties.getProperty("ports", "").split(";"))
                    .filter(text -> !text.isEmpty())
                    .map(AttachmentFile::port)
                    .toList();
            var need = Optional.ofNullable(properties.getProperty(TAP_OWNER))
                    .<NetworkNeed>map(owner -> new NetworkNeed.Tap(Integer.parseInt(owner)))
                    .orElseGet(NetworkNeed.Namespace::new);
            var isolated = Boolean.parseBoolean(properties.getProperty("isolated"));
            return InstanceId.tryParse(name.substring(0, name.length() - SUFFIX.length()))
                    .map(instance -> new Content(instance, addresses, ports, need, isolated));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static PortMapping port(String text) {
        var parts = text.split("[:/]", 3);
        return new PortMapping(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Protocol.of(parts[2]));
    }

    private Path file(InstanceId instance) {
        return directory.resolve(instance + SUFFIX);
    }
}
