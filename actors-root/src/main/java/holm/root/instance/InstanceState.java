package holm.root.instance;

import static holm.domain.Decision.accept;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.ClusterId;
import holm.domain.Decision;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Report;
import holm.scheduling.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Which cluster has one instance, and how it stands. Nothing else raises {@code assignment}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@Type(InstanceState.Unknown.class), @Type(InstanceState.Known.class), @Type(InstanceState.Gone.class)})
public sealed interface InstanceState {
    InstanceState UNKNOWN = new Unknown();

    /** @return what becomes true; nothing is ever refused to the sender */
    Decision<InstanceEvent> decide(InstanceCommand command, Moment moment, InstanceDeadlines deadlines);

    InstanceState apply(InstanceEvent event);

    /** Never heard of. */
    @JsonTypeName("instance-unknown-v1")
    record Unknown() implements InstanceState {
        @Override
        public Decision<InstanceEvent> decide(InstanceCommand command, Moment moment, InstanceDeadlines deadlines) {
            return command instanceof InstanceCommand.Want want
                    ? accept(new InstanceEvent.Wanted(want.definition(), moment.nowMillis()))
                    : accept();
        }

        @Override
        public InstanceState apply(InstanceEvent event) {
            return event instanceof InstanceEvent.Wanted(var definition, var atMillis)
                    ? new Known(
                            definition,
                            Optional.empty(),
                            Standing.requested(atMillis),
                            definition.descriptor().retries(),
                            Optional.empty(),
                            false,
                            HashTreePMap.empty(),
                            Optional.empty())
                    : this;
        }
    }

    /**
     * There is one.
     *
     * @param cluster which one it is assigned to; empty while it waits for one
     * @param retriesLeft how often a one-shot may still be run again
     * @param strandedAtMillis since when its cluster is lost, milliseconds since 1970; empty while it is not
     * @param dismissed whether it should stop
     * @param refusals clusters that did not take it since it was last placed, with their reasons
     * @param why what the last choice of a cluster was made of; empty before the first
     */
    @JsonTypeName("instance-known-v1")
    record Known(
            InstanceDefinition definition,
            Optional<ClusterId> cluster,
            Standing standing,
            int retriesLeft,
            Optional<Long> strandedAtMillis,
            boolean dismissed,
            PMap<ClusterId, String> refusals,
            Optional<Placement> why)
            implements InstanceState {
        @Override
        public Decision<InstanceEvent> decide(InstanceCommand command, Moment moment, InstanceDeadlines deadlines) {
            var nowMillis = moment.nowMillis();
            return switch (command) {
                case InstanceCommand.Want _, InstanceCommand.Rest _, InstanceCommand.Leave _ -> accept();
                case InstanceCommand.Dismiss _ -> dismiss(nowMillis);
                case InstanceCommand.Placed placed -> place(placed, nowMillis);
                case InstanceCommand.Refused refused -> refuse(refused, nowMillis);
                case InstanceCommand.Reported(var from, var report) -> report(from, report, nowMillis);
                case InstanceCommand.Stopped stopped -> stopped(stopped, nowMillis);
                case InstanceCommand.ClusterLost lost -> lost(lost, moment, deadlines);
                case InstanceCommand.ClusterBack(var back) ->
                    isOn(back) && strandedAtMillis.isPresent()
                            ? accept(new InstanceEvent.Rejoined(nowMillis))
                            : accept();
                case InstanceCommand.Wake _ -> overdue(moment, deadlines);
            };
        }

        @Override
        public InstanceState apply(InstanceEvent event) {
            return switch (event) {
                case InstanceEvent.Wanted _ -> this;
                case InstanceEvent.Assigned assigned ->
                    new Known(
                            definition,
                            Optional.of(assigned.cluster()),
                            new Standing(
                                    assigned.fence(),
                                    Status.CLUSTER_SCHEDULED,
                                    StatusDetail.NONE,
                                    Optional.empty(),
                                    assigned.atMillis()),
                            assigned.retriesLeft(),
                            Optional.empty(),
                            dismissed,
                            refusals,
                            Optional.of(assigned.why()));
                case InstanceEvent.Refused(var by, var _, var reasons, var atMillis) ->
                    new Known(
                            definition,
                            Optional.empty(),
                            standing.with(Status.REQUESTED, StatusDetail.of(sentence(reasons)), atMillis),
                            startedOnce() ? Math.max(0, retriesLeft - 1) : retriesLeft,
                            Optional.empty(),
                            dismissed,
                            refusals.plus(by, sentence(reasons)),
                            why);
                case InstanceEvent.Unplaced(var verdict, var detail, var because, var atMillis) ->
                    new Known(
                            definition,
                            Optional.empty(),
                            standing.with(verdict, detail, atMillis),
                            retriesLeft,
                            Optional.empty(),
                            dismissed,
                            HashTreePMap.empty(),
                            Optional.of(because));
                case InstanceEvent.Reported reported ->
                    new Known(
                            definition,
                            cluster,
                            new Standing(
                                    reported.fence(),
                                    reported.status(),
                                    reported.detail(),
                                    reported.whereabouts(),
                                    reported.status() == standing.status()
                                            ? standing.sinceMillis()
                                            : reported.atMillis()),
                            retriesLeft,
                            Optional.empty(),
                            dismissed,
                            HashTreePMap.empty(),
                            why);
                case InstanceEvent.Stranded(var detail, var atMillis) ->
                    stranded(Optional.of(atMillis), standing.withDetail(detail));
                case InstanceEvent.Rejoined _ -> stranded(Optional.empty(), standing.withDetail(StatusDetail.NONE));
                case InstanceEvent.GivenUp(var detail, var atMillis) ->
                    stranded(strandedAtMillis, standing.with(Status.DEAD, detail, atMillis));
                case InstanceEvent.Dismissed _ ->
                    new Known(
                            definition,
                            cluster,
                            standing.withDetail(StatusDetail.of("is being stopped")),
                            retriesLeft,
                            strandedAtMillis,
                            true,
                            refusals,
                            why);
                case InstanceEvent.Undeployed _ -> new Gone();
            };
        }

        /** @return whether a cluster has to be chosen for it */
        public boolean needsCluster() {
            return !dismissed && !isFinished() && (cluster.isEmpty() || (strandedAtMillis.isPresent() && mayMove()));
        }

        /** @return whether somebody has to do something before it can be left alone */
        public boolean hasWork() {
            return dismissed
                    || needsCluster()
                    || (strandedAtMillis.isPresent() && !isFinished())
                    || (standing.status().isWaiting() && !isFinished());
        }

        /** @return whether the report is of the past: an older fence, another cluster, or a step back within the same fence */
        public boolean isStale(ClusterId from, Report report) {
            var fence = standing.fence();
            if (!isOn(from)
                    || !fence.sameAssignment(report.fence())
                    || report.fence().isOlderThan(fence)) {
                return true;
            }
            return report.fence().equals(fence)
                    && report.status() != standing.status()
                    && !standing.status().mayBecome(report.status())
                    && strandedAtMillis.isEmpty();
        }

        private boolean isOn(ClusterId other) {
            return cluster.equals(Optional.of(other));
        }

        /** An end of a one-shot is final; a service is started again by its cluster. */
        public boolean isFinished() {
            return definition.descriptor().oneShot() && standing.status().isEnd();
        }

        /** A one-shot that may have started runs elsewhere only at the price of a retry. */
        private boolean mayMove() {
            return !startedOnce() || retriesLeft > 0;
        }

        private boolean startedOnce() {
            return definition.descriptor().oneShot() && !standing.status().isWaiting();
        }

        private Decision<InstanceEvent> dismiss(long nowMillis) {
            if (cluster.isEmpty()) {
                return accept(new InstanceEvent.Undeployed(nowMillis));
            }
            return dismissed ? accept() : accept(new InstanceEvent.Dismissed(nowMillis));
        }

        private Decision<InstanceEvent> place(InstanceCommand.Placed placed, long nowMillis) {
            if (!needsCluster() || !placed.basis().equals(standing.fence())) {
                return accept();
            }
            var placement = placed.placement();
            var best = placement.ranked().stream()
                    .map(ClusterId::new)
                    .filter(candidate -> !refusals.containsKey(candidate) && !isOn(candidate))
                    .findFirst();
            if (best.isPresent()) {
                var retries = strandedAtMillis.isPresent() && startedOnce() ? retriesLeft - 1 : retriesLeft;
                return accept(new InstanceEvent.Assigned(
                        best.get(), standing.fence().nextAssignment(), retries, placement, nowMillis));
            }
            return strandedAtMillis.isPresent() ? accept() : unplaced(placement, nowMillis);
        }

        private Decision<InstanceEvent> unplaced(Placement placement, long nowMillis) {
            var verdict = placement.ranked().isEmpty() ? placement.verdict() : Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY;
            var detail = StatusDetail.of(refusals.isEmpty() ? placement.summary() : everyRefusal(placement));
            var isNews = verdict != standing.status() || !detail.equals(standing.detail()) || !refusals.isEmpty();
            return isNews ? accept(new InstanceEvent.Unplaced(verdict, detail, placement, nowMillis)) : accept();
        }

        private String everyRefusal(Placement placement) {
            var sentences = refusals.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(refusal -> nameOf(refusal.getKey(), placement) + ": " + refusal.getValue())
                    .toList();
            return sentence(sentences);
        }

        private static String nameOf(ClusterId id, Placement placement) {
            return placement.explanation().stream()
                    .filter(line -> line.candidate().equals(id.value()))
                    .map(Placement.Line::name)
                    .findFirst()
                    .orElse(id.value());
        }

        private Decision<InstanceEvent> refuse(InstanceCommand.Refused refused, long nowMillis) {
            var counts = isOn(refused.cluster()) && standing.fence().sameAssignment(refused.fence()) && !isFinished();
            if (!counts) {
                return accept();
            }
            return dismissed
                    ? accept(new InstanceEvent.Undeployed(nowMillis))
                    : accept(new InstanceEvent.Refused(
                            refused.cluster(), standing.fence(), refused.reasons(), nowMillis));
        }

        private Decision<InstanceEvent> report(ClusterId from, Report report, long nowMillis) {
            if (isStale(from, report) || (strandedAtMillis.isEmpty() && standing.says(report))) {
                return accept();
            }
            var news = new InstanceEvent.Reported(
                    report.fence(), report.status(), report.detail(), report.whereabouts(), nowMillis);
            return dismissed && report.status() == Status.UNDEPLOYED
                    ? accept(news, new InstanceEvent.Undeployed(nowMillis))
                    : accept(news);
        }

        private Decision<InstanceEvent> stopped(InstanceCommand.Stopped stopped, long nowMillis) {
            if (!isOn(stopped.cluster())
                    || stopped.fence().assignment() < standing.fence().assignment()) {
                return accept();
            }
            if (dismissed) {
                return accept(new InstanceEvent.Undeployed(nowMillis));
            }
            // Nobody asked for it: whatever the cluster's reason was, the instance is wanted and has to go somewhere.
            return isFinished()
                    ? accept()
                    : accept(new InstanceEvent.Refused(
                            stopped.cluster(),
                            standing.fence(),
                            List.of("the cluster stopped it by itself"),
                            nowMillis));
        }

        private Decision<InstanceEvent> lost(
                InstanceCommand.ClusterLost lost, Moment moment, InstanceDeadlines deadlines) {
            var nowMillis = moment.nowMillis();
            if (!isOn(lost.cluster()) || isFinished()) {
                return isOn(lost.cluster()) && dismissed ? accept(new InstanceEvent.Undeployed(nowMillis)) : accept();
            }
            if (dismissed) {
                return accept(new InstanceEvent.Undeployed(nowMillis));
            }
            if (strandedAtMillis.isEmpty()) {
                return accept(new InstanceEvent.Stranded(
                        StatusDetail.of("cluster %s is silent; last known status".formatted(lost.clusterName())),
                        nowMillis));
            }
            var waited = moment.waitedSince(strandedAtMillis.get());
            return !mayMove() && waited >= deadlines.oneShotLost().toMillis()
                    ? accept(new InstanceEvent.GivenUp(
                            StatusDetail.of("cluster %s did not come back; the outcome is unknown"
                                    .formatted(lost.clusterName())),
                            nowMillis))
                    : accept();
        }

        private Decision<InstanceEvent> overdue(Moment moment, InstanceDeadlines deadlines) {
            if (cluster.isEmpty()
                    || dismissed
                    || strandedAtMillis.isPresent()
                    || !standing.status().isWaiting()) {
                return accept();
            }
            var allowed = deadlines.of(standing.status());
            return moment.waitedSince(standing.sinceMillis()) < allowed.toMillis()
                    ? accept()
                    : accept(new InstanceEvent.Refused(
                            cluster.get(),
                            standing.fence(),
                            List.of("stayed %s for %d s"
                                    .formatted(standing.status().word(), allowed.toSeconds())),
                            moment.nowMillis()));
        }

        private Known stranded(Optional<Long> atMillis, Standing next) {
            return new Known(definition, cluster, next, retriesLeft, atMillis, dismissed, refusals, why);
        }

        private static String sentence(List<String> reasons) {
            return reasons.isEmpty() ? "no reason was given" : String.join("; ", reasons);
        }
    }

    /** There was one; its number is never used again. */
    @JsonTypeName("instance-gone-v1")
    record Gone() implements InstanceState {
        @Override
        public Decision<InstanceEvent> decide(InstanceCommand command, Moment moment, InstanceDeadlines deadlines) {
            return accept();
        }

        @Override
        public InstanceState apply(InstanceEvent event) {
            return this;
        }
    }
}
