package holm.domain.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * What a lower tier tells the tier above: a worker its cluster, a cluster the root. Losing any single one is harmless: the
 * reconcile at the next connection repairs it. Names travel between versions: add new ones, never change these.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(Upward.Hello.class),
    @Type(Upward.ActualBegin.class),
    @Type(Upward.ActualPage.class),
    @Type(Upward.ActualEnd.class),
    @Type(Upward.Want.class),
    @Type(Upward.Reported.class),
    @Type(Upward.Refused.class),
    @Type(Upward.Stopped.class),
    @Type(Upward.Ask.class),
    @Type(Upward.Capacity.class),
    @Type(Upward.Used.class),
    @Type(Upward.Overlay.class),
    @Type(Upward.Workers.class),
    @Type(Upward.WorkerRemoved.class)
})
public sealed interface Upward {
    /**
     * The first message of a session.
     *
     * @param installation what this peer belongs to; empty at its very first connection
     * @param id what it was called last time, 24 hexadecimal digits; empty at its very first connection
     * @param generation the highest generation of the upper tier's database it has ever met; 0 at first
     * @param self what it has
     */
    @JsonTypeName("hello")
    record Hello(Optional<InstallationId> installation, Optional<String> id, long generation, Candidate self)
            implements Upward {}

    /** The set of what exists below follows; an unfinished older set is forgotten. */
    @JsonTypeName("actual-begin")
    record ActualBegin(long set) implements Upward {}

    @JsonTypeName("actual-page")
    record ActualPage(long set, List<Actual> page) implements Upward {}

    /** @param total entries in all pages; a set with another count is ignored as a whole */
    @JsonTypeName("actual-end")
    record ActualEnd(long set, int total) implements Upward {}

    /** These are wanted by the set that came down and are unknown here, or known under an older fence: send their assignments. */
    @JsonTypeName("want")
    record Want(List<InstanceId> instances) implements Upward {}

    @JsonTypeName("reported")
    record Reported(Report report) implements Upward {}

    /** An assignment was not taken: nothing was started and nothing will be under this fence. */
    @JsonTypeName("refused")
    record Refused(InstanceId instance, Fence fence, List<String> reasons) implements Upward {}

    /** Nothing of this instance, up to and including this fence, exists below any more. */
    @JsonTypeName("stopped")
    record Stopped(InstanceId instance, Fence fence) implements Upward {}

    /** These exist below and stood in no set: what about them? */
    @JsonTypeName("ask")
    record Ask(List<Actual> instances) implements Upward {}

    /** The heartbeat's content: what it has now. */
    @JsonTypeName("capacity")
    record Capacity(Candidate self) implements Upward {}

    @JsonTypeName("used")
    record Used(List<Usage> samples) implements Upward {}

    @JsonTypeName("overlay")
    record Overlay(OverlayRequest request) implements Upward {}

    /**
     * From a cluster, the answer to {@link Downward.ListWorkers}: its workers, also those that are silent.
     *
     * @param request the one that is answered
     * @param last whether no other page follows
     */
    @JsonTypeName("workers")
    record Workers(String request, List<Candidate> page, boolean last) implements Upward {
        public Workers {
            page = List.copyOf(page);
        }
    }

    /**
     * From a cluster, the answer to {@link Downward.RemoveWorker}.
     *
     * @param request the one that is answered
     * @param refusal why it was not removed; empty when it was
     */
    @JsonTypeName("worker-removed")
    record WorkerRemoved(String request, Optional<Refusal> refusal) implements Upward {}
}
