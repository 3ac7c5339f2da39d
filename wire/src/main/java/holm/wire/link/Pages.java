package holm.wire.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import holm.wire.http.Json;
import java.util.ArrayList;
import java.util.List;

/** Cuts a list that may be long into pages that fit into a frame. */
public final class Pages {
    /** architecture.md 5: well below the largest frame. */
    public static final int PAGE_BYTES = 128 << 10;

    private static final ObjectMapper CBOR = Json.configure(new ObjectMapper(new CBORFactory()));

    private Pages() {}

    /** @return all entries in their order, in pages of at most {@value #PAGE_BYTES} bytes as CBOR; no page for an empty list */
    public static <T> List<List<T>> of(List<T> entries) {
        var pages = new ArrayList<List<T>>();
        var page = new ArrayList<T>();
        var bytes = 0;
        for (var entry : entries) {
            var size = size(entry);
            if (!page.isEmpty() && bytes + size > PAGE_BYTES) {
                pages.add(List.copyOf(page));
                page.clear();
                bytes = 0;
            }
            page.add(entry);
            bytes += size;
        }
        if (!page.isEmpty()) {
            pages.add(List.copyOf(page));
        }
        return List.copyOf(pages);
    }

    private static int size(Object entry) {
        try {
            return CBOR.writeValueAsBytes(entry).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("cannot be written: " + entry, impossible);
        }
    }
}
