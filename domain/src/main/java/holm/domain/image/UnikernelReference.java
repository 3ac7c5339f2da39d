package holm.domain.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the archive of a unikernel lies, and optionally what it must be: a URL with {@code http}, {@code https} or {@code file}, and
 * a fragment {@code #sha256=} with 64 hexadecimal digits.
 *
 * @param place absolute, with a scheme, without fragment
 * @param sha256 64 lower-case hexadecimal digits
 */
public record UnikernelReference(URI place, Optional<String> sha256) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");
    private static final Pattern FRAGMENT = Pattern.compile("sha256=[0-9a-fA-F]{64}");
    private static final int LAST_PORT = 65_535;

    /**
     * @param code one URL, or several with commas between them, one for each architecture
     * @return at least one
     * @throws NoImage saying which one is wrong
     */
    public static List<UnikernelReference> all(String code) throws NoImage {
        var all = new ArrayList<UnikernelReference>();
        for (var url : texts(code)) {
            all.add(parse(url));
        }
        return List.copyOf(all);
    }

    /** @return the single URLs of {@code code}, as they were written; a comma within a URL is written {@code %2C} */
    public static List<String> texts(String code) {
        return List.of(code.split(",", -1));
    }

    /** @throws NoImage when {@code url} is none of these */
    public static UnikernelReference parse(String url) throws NoImage {
        try {
            var uri = new URI(url);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme) || uri.isOpaque()) {
                throw wrong(url, "it is no http, https or file URL");
            }
            var fragment = Optional.ofNullable(uri.getRawFragment());
            if (fragment.isPresent() && !FRAGMENT.matcher(fragment.get()).matches()) {
                throw wrong(url, "after # comes sha256= and 64 hexadecimal digits");
            }
            var place = scheme.equals("file") ? file(url, uri) : remote(url, uri);
            return new UnikernelReference(
                    place,
                    fragment.map(text -> text.substring("sha256=".length()).toLowerCase(Locale.ROOT)));
        } catch (URISyntaxException unreadable) {
            throw wrong(url, NoImage.shown(String.valueOf(unreadable.getReason())));
        }
    }

    private static URI remote(String url, URI uri) throws NoImage, URISyntaxException {
        if (uri.getHost() == null || uri.getPort() > LAST_PORT) {
            throw wrong(url, "it has no valid host and port");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrong(url, "a user and a password in a URL are seen by everybody who sees the service");
        }
        var end = url.indexOf('#');
        return new URI(end < 0 ? url : url.substring(0, end));
    }

    private static URI file(String url, URI uri) throws NoImage, URISyntaxException {
        var path = uri.getPath();
        var isHere = uri.getRawAuthority() == null && uri.getRawQuery() == null;
        if (!isHere || path == null || !path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw wrong(url, "a file URL has three slashes and a path, as in file:///images/web.tar.gz");
        }
        return new URI("file", null, path, null).normalize();
    }

    private static NoImage wrong(String url, String why) {
        return new NoImage("%s names no unikernel: %s".formatted(NoImage.shown(url), why));
    }

    public boolean isFile() {
        return "file".equals(place.getScheme());
    }

    @Override
    public String toString() {
        return place + sha256.map(digest -> "#sha256=" + digest).orElse("");
    }
}
