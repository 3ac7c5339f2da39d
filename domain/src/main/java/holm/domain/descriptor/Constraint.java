package holm.domain.descriptor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;

/** Where a service may run. All constraints of a service hold together. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(Constraint.Direct.class),
    @Type(Constraint.Clusters.class),
    @Type(Constraint.Addons.class),
    @Type(Constraint.Latency.class),
    @Type(Constraint.Geo.class)
})
public sealed interface Constraint {
    /**
     * Only in these clusters and on these workers.
     *
     * @param clusters names, from a list separated by {@code ;}; empty means any
     * @param nodes names of workers, from a list separated by {@code ;}; empty means any
     */
    @JsonTypeName("direct")
    record Direct(List<String> clusters, List<String> nodes) implements Constraint {
        public Direct {
            clusters = List.copyOf(clusters);
            nodes = List.copyOf(nodes);
        }
    }

    /** Only in these clusters, by name. */
    @JsonTypeName("clusters")
    record Clusters(List<String> allowed) implements Constraint {
        public Clusters {
            allowed = List.copyOf(allowed);
        }
    }

    /** Only where all of these add-ons are. */
    @JsonTypeName("addons")
    record Addons(List<String> needs) implements Constraint {
        public Addons {
            needs = List.copyOf(needs);
        }
    }

    /**
     * Near an area in time.
     *
     * @param thresholdMillis at most this round-trip time
     * @param rigidness 0–1: which part of the requests may miss it
     */
    @JsonTypeName("latency")
    record Latency(
            String area,
            Optional<Double> thresholdMillis,
            Optional<Double> rigidness,
            Optional<Integer> convergenceSeconds)
            implements Constraint {}

    /**
     * Near a place.
     *
     * @param location {@code lat,lon} in degrees
     * @param thresholdKilometres at most this far
     */
    @JsonTypeName("geo")
    record Geo(
            String location,
            Optional<Double> thresholdKilometres,
            Optional<Double> rigidness,
            Optional<Integer> convergenceSeconds)
            implements Constraint {}
}
