package holm.domain.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One microservice of a document.
 *
 * @param descriptor what Holm understood
 * @param source the JSON object as it came, with the fields that Holm does not know, to be handed back to clients; in the
 *     order of the document; values are JSON values, also null, and must not be changed
 */
public record ServiceRequest(ServiceDescriptor descriptor, Map<String, @Nullable Object> source) {
    public ServiceRequest {
        source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }
}
