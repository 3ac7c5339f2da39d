package holm.runtimes.container;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides which images go. Pure. */
final class Surplus {
    /**
     * One image of Holm's.
     *
     * @param names all that Holm gave it
     * @param lastUsedMillis under any of its names, milliseconds since 1970
     */
    record Image(String id, List<String> names, long lastUsedMillis, long bytes) {}

    private Surplus() {}

    /**
     * @param bytes what the engine has, by id without the name of the digest
     * @return what of it is Holm's, longest unused first
     */
    static List<Image> ours(Map<String, ImageLedger.Entry> entries, Map<String, Long> bytes) {
        var images = new HashMap<String, Image>();
        entries.forEach((name, entry) -> {
            if (bytes.containsKey(entry.id())) {
                images.merge(
                        entry.id(),
                        new Image(
                                entry.id(), List.of(name), entry.lastUsedMillis(), bytes.getOrDefault(entry.id(), 0L)),
                        Surplus::together);
            }
        });
        return images.values().stream()
                .sorted(Comparator.comparingLong(Image::lastUsedMillis).thenComparing(Image::id))
                .toList();
    }

    private static Image together(Image one, Image other) {
        var names = new ArrayList<>(one.names());
        names.addAll(other.names());
        return new Image(
                one.id(), List.copyOf(names), Math.max(one.lastUsedMillis(), other.lastUsedMillis()), one.bytes());
    }

    /**
     * @param ours longest unused first
     * @param used ids of images that a container has, running or not
     * @return what has to go, longest unused first, until the rest fits; less when what is left is in use or was lately
     */
    static List<Image> of(List<Image> ours, Set<String> used, ImageLimits limits, long nowMillis) {
        var excess = ours.stream().mapToLong(Image::bytes).sum() - (limits.mebiBytes() << 20);
        var surplus = new ArrayList<Image>();
        for (var image : ours) {
            var isOld = nowMillis - image.lastUsedMillis() >= limits.keep().toMillis();
            if (excess > 0 && isOld && !used.contains(image.id())) {
                surplus.add(image);
                excess -= image.bytes();
            }
        }
        return List.copyOf(surplus);
    }
}
