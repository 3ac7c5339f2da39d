package holm.domain.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * An image in a file: {@code docker-archive:} or {@code oci-archive:}, then an absolute path, or a URL with {@code http},
 * {@code https} or {@code file}.
 *
 * @param isOci whether it is laid out as OCI says, or else as {@code docker save} does
 * @param place absolute, with a scheme
 */
public record ArchiveReference(boolean isOci, URI place) {
    private static final String DOCKER = "docker-archive:";
    private static final String OCI = "oci-archive:";

    /**
     * @return empty when {@code code} is not an archive at all
     * @throws NoImage when it is one that nobody could open
     */
    public static Optional<ArchiveReference> parse(String code) throws NoImage {
        var isOci = code.startsWith(OCI);
        if (!isOci && !code.startsWith(DOCKER)) {
            return Optional.empty();
        }
        var place = code.substring(isOci ? OCI.length() : DOCKER.length());
        try {
            if (place.startsWith("/")) {
                return Optional.of(new ArchiveReference(isOci, file(place)));
            }
            var uri = new URI(place);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return Optional.of(new ArchiveReference(isOci, uri));
            }
            if (scheme.equals("file") && uri.getPath() != null && uri.getPath().startsWith("/")) {
                return Optional.of(new ArchiveReference(isOci, file(uri.getPath())));
            }
        } catch (URISyntaxException unreadable) {
            throw new NoImage("%s names no archive: %s"
                    .formatted(NoImage.shown(code), NoImage.shown(String.valueOf(unreadable.getMessage()))));
        }
        throw new NoImage("%s names no archive: after the colon comes an absolute path, or an http, https or file URL"
                .formatted(NoImage.shown(code)));
    }

    private static URI file(String path) throws URISyntaxException {
        if (path.indexOf('\0') >= 0) {
            throw new URISyntaxException(path, "a NUL in a path");
        }
        return new URI("file", null, path, null).normalize();
    }

    public boolean isFile() {
        return "file".equals(place.getScheme());
    }

    @Override
    public String toString() {
        return (isOci ? OCI : DOCKER) + (isFile() ? place.getPath() : place);
    }
}
