package holm.domain.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which image of which registry, fully spelled out.
 *
 * <p>The grammar is that of the distribution project's {@code reference} package; a first part is a host when it has a dot or a
 * colon or is {@code localhost}.
 *
 * @param registry host, with port when it has one
 * @param repository path of one or more lower-case parts
 * @param tag 1–128 characters; empty when there is a digest alone
 * @param digest {@code sha256:} and 64 hexadecimal digits
 */
public record ImageReference(String registry, String repository, Optional<String> tag, Optional<String> digest) {
    /** The distribution grammar's own bound. */
    private static final int LONGEST_NAME = 255;

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String HUB = "docker.io";

    /**
     * @param text as people write it: {@code nginx}, {@code ghcr.io/org/app:1.2}, {@code host:5000/app@sha256:…}
     * @param defaultRegistry for names without a host
     * @throws NoImage saying which part is wrong
     */
    public static ImageReference parse(String text, String defaultRegistry) throws NoImage {
        var at = text.indexOf('@');
        var digest = at < 0 ? Optional.<String>empty() : Optional.of(text.substring(at + 1));
        var named = at < 0 ? text : text.substring(0, at);
        var colon = named.lastIndexOf(':');
        var hasTag = colon > named.lastIndexOf('/');
        var tag = hasTag ? Optional.of(named.substring(colon + 1)) : Optional.<String>empty();
        var name = hasTag ? named.substring(0, colon) : named;
        var slash = name.indexOf('/');
        var first = slash < 0 ? "" : name.substring(0, slash);
        var hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        var registry = hasHost ? (first.equals("index.docker.io") ? HUB : first) : defaultRegistry;
        var path = hasHost ? name.substring(slash + 1) : name;
        var repository = registry.equals(HUB) && !path.contains("/") ? "library/" + path : path;
        check(text, "the registry", registry, HOST);
        check(text, "the name (lower-case letters, digits and . _ - between them)", repository, REPOSITORY);
        if (tag.isPresent()) {
            check(text, "the tag (letters, digits, . _ -, at most 128)", tag.get(), TAG);
        }
        if (digest.isPresent()) {
            check(text, "the digest (sha256: and 64 hexadecimal digits)", digest.get(), DIGEST);
        }
        if (registry.length() + repository.length() > LONGEST_NAME) {
            throw new NoImage(
                    "the image name %s is longer than %d characters".formatted(NoImage.shown(text), LONGEST_NAME));
        }
        return new ImageReference(
                registry, repository, digest.isPresent() ? tag : Optional.of(tag.orElse("latest")), digest);
    }

    private static void check(String text, String what, String value, Pattern shape) throws NoImage {
        if (!shape.matcher(value).matches()) {
            throw new NoImage("%s is not the name of an image: %s is wrong: \"%s\""
                    .formatted(NoImage.shown(text), what, NoImage.shown(value)));
        }
    }

    /** @return {@code registry/repository}, and the digest if there is one, or else the tag */
    public String full() {
        return registry + "/" + repository
                + digest.map(value -> "@" + value).orElseGet(() -> ":" + tag.orElse("latest"));
    }

    @Override
    public String toString() {
        return full();
    }
}
