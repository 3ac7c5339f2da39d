package holm.persistence;

import java.util.Arrays;

/**
 * A list row: what lists and GETs read of one entity.
 *
 * @param kind the entity's type name, for example {@code root-service}
 * @param id unique within the kind, 1 to 255 characters
 * @param sequence the journal's sequence number that the view shows; an older one never replaces a newer one
 * @param owner what it is listed by, for example the application's id; empty when it is only listed as a whole
 * @param view JSON, UTF-8; treated as immutable
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record EntityRow(String kind, String id, long sequence, String owner, byte[] view) {
    /** @return the view as {@code type} */
    public <T> T view(Class<T> type) {
        return ViewJson.read(view, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityRow row
                && kind.equals(row.kind)
                && id.equals(row.id)
                && sequence == row.sequence
                && owner.equals(row.owner)
                && Arrays.equals(view, row.view);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + id.hashCode()) + Long.hashCode(sequence);
    }
}
