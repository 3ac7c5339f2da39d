package holm.domain.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import java.util.List;

/**
 * What an upper tier tells the tier below: what should be. Absence from a set never stops anything; only {@link Stop}, or a
 * {@link Judged} that was asked for, does. Names travel between versions: add new ones, never change these.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(Downward.Welcome.class),
    @Type(Downward.Rejected.class),
    @Type(Downward.WantedBegin.class),
    @Type(Downward.WantedPage.class),
    @Type(Downward.WantedEnd.class),
    @Type(Downward.Deploy.class),
    @Type(Downward.Stop.class),
    @Type(Downward.Judged.class),
    @Type(Downward.Tell.class),
    @Type(Downward.OpenLog.class),
    @Type(Downward.Overlay.class),
    @Type(Downward.ListWorkers.class),
    @Type(Downward.RemoveWorker.class)
})
public sealed interface Downward {
    /**
     * The answer to {@code hello}.
     *
     * @param id what the peer is called from now on
     * @param generation of the upper tier's database; raised at each of its starts
     * @param clusterName of the cluster it now belongs to
     */
    @JsonTypeName("welcome")
    record Welcome(InstallationId installation, String id, long generation, String clusterName) implements Downward {}

    /** The other answer: the peer keeps everything running, tells its operator, and comes back later. */
    @JsonTypeName("rejected")
    record Rejected(String code, String message) implements Downward {}

    @JsonTypeName("wanted-begin")
    record WantedBegin(long set) implements Downward {}

    @JsonTypeName("wanted-page")
    record WantedPage(long set, List<Wanted> page) implements Downward {}

    /** @param total entries in all pages; a set with another count is ignored as a whole */
    @JsonTypeName("wanted-end")
    record WantedEnd(long set, int total) implements Downward {}

    @JsonTypeName("deploy")
    record Deploy(Assignment assignment) implements Downward {}

    /** Stop everything of this instance up to and including this fence. */
    @JsonTypeName("stop")
    record Stop(InstanceId instance, Fence fence) implements Downward {}

    /** @param fence the one that was asked about */
    @JsonTypeName("judged")
    record Judged(InstanceId instance, Fence fence, Verdict verdict) implements Downward {}

    /** What stands in the actual set differs from what is known here: report these in full, whether they changed or not. */
    @JsonTypeName("tell")
    record Tell(List<InstanceId> instances) implements Downward {
        public Tell {
            instances = List.copyOf(instances);
        }
    }

    /**
     * Somebody wants to read a log: open a connection of its own for it.
     *
     * @param request names the connection, 24 hexadecimal digits
     */
    @JsonTypeName("open-log")
    record OpenLog(String request, InstanceId instance, LogQuery query) implements Downward {}

    @JsonTypeName("overlay")
    record Overlay(OverlayUpdate update) implements Downward {}

    /**
     * From the root: which workers has this cluster? A lost answer is asked for again by whoever wants it.
     *
     * @param request names the answer, 24 hexadecimal digits
     */
    @JsonTypeName("list-workers")
    record ListWorkers(String request) implements Downward {}

    /**
     * From the root: the operator says that this worker does not come back.
     *
     * @param request names the answer, 24 hexadecimal digits
     */
    @JsonTypeName("remove-worker")
    record RemoveWorker(String request, WorkerId worker) implements Downward {}
}
