package holm.root.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.address.Policies;
import holm.domain.descriptor.ParsedSla;
import holm.domain.descriptor.Sla;
import holm.domain.descriptor.SlaParser;
import holm.wire.http.Json;
import java.util.Map;

/**
 * Application documents out of requests.
 *
 * @param policies those for which addresses may be chosen
 */
public record Documents(Policies policies) {
    /** @throws RefusedDocument with everything that is wrong with it */
    public Sla read(ObjectNode body) {
        var tree = Json.mapper().convertValue(body, new TypeReference<Map<String, Object>>() {});
        return switch (SlaParser.parse(tree, policies)) {
            case ParsedSla.Understood(var sla) -> sla;
            case ParsedSla.Refused(var refusals) -> throw new RefusedDocument(refusals);
        };
    }
}
