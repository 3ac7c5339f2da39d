package holm.root.routes;

import holm.domain.WorkerId;
import holm.domain.route.Endpoint;
import java.util.List;

/**
 * What a cluster said of its endpoints of one service.
 *
 * @param version the cluster's own; a later one is larger
 * @param interested workers there that have the table, or are about to
 */
record Said(long version, List<Endpoint> endpoints, List<WorkerId> interested) {
    Said {
        endpoints = List.copyOf(endpoints);
        interested = List.copyOf(interested);
    }
}
