package holm.runtimes.unikernel;

import holm.runtimes.RuntimeFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an archive is fetched.
 *
 * @param location without fragment
 * @param digest 64 hexadecimal digits that the archive must have, from {@code #sha256=…}
 */
record ArchiveAddress(URI location, Optional<String> digest) {
    static final Set<String> WEB = Set.of("http", "https");
    private static final String FILE = "file";
    private static final Pattern DIGEST = Pattern.compile("sha256=([0-9a-fA-F]{64})");

    /** @throws RuntimeFailure saying what is wrong with it */
    static ArchiveAddress parse(String code, boolean allowsFiles) throws RuntimeFailure {
        var uri = uri(code);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var isFile = scheme.equals(FILE) && uri.getPath() != null;
        if (isFile && !allowsFiles) {
            throw new RuntimeFailure(
                    "%s is a file of the worker, and its operator has not allowed those: write an http or https URL"
                            .formatted(code),
                    false);
        }
        if (!isFile && (!WEB.contains(scheme) || uri.getHost() == null)) {
            throw new RuntimeFailure(
                    "%s is not the http or https URL of a .tar.gz archive".formatted(code.isEmpty() ? "code" : code),
                    false);
        }
        return new ArchiveAddress(withoutFragment(uri), digest(code, uri));
    }

    boolean isFile() {
        return FILE.equalsIgnoreCase(location.getScheme());
    }

    private static URI uri(String code) throws RuntimeFailure {
        try {
            return new URI(code);
        } catch (URISyntaxException unreadable) {
            throw new RuntimeFailure("%s is not a URL: %s".formatted(code, unreadable.getReason()), false, unreadable);
        }
    }

    private static Optional<String> digest(String code, URI uri) throws RuntimeFailure {
        if (uri.getRawFragment() == null) {
            return Optional.empty();
        }
        var written = DIGEST.matcher(uri.getRawFragment());
        if (!written.matches()) {
            throw new RuntimeFailure(
                    "%s ends with something other than #sha256= and 64 hexadecimal digits".formatted(code), false);
        }
        return Optional.of(written.group(1).toLowerCase(Locale.ROOT));
    }

    private static URI withoutFragment(URI uri) {
        var text = uri.toString();
        var hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }
}
