package holm.worker.agent;

import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.Upward;
import holm.domain.message.Usage;
import holm.overlay.Attachment;
import holm.wire.link.LinkEvent;
import holm.wire.link.Session;
import holm.worker.runner.RunnerNews;
import java.util.List;

/** What an agent hears. */
public sealed interface AgentCommand {
    record FromLink(LinkEvent<Downward, Upward> event) implements AgentCommand {}

    /** Everything that was said is on its way: more may be said. */
    record Drained(Session session) implements AgentCommand {}

    record FromRunner(RunnerNews news) implements AgentCommand {}

    /** From the overlay: say this to the cluster. */
    record Overlay(OverlayRequest request) implements AgentCommand {}

    /** Runtimes that can be used now, with what they had started before, and all networks that stand. */
    record Found(List<Shelf.Found> runtimes, List<Attachment> attachments) implements AgentCommand {}

    /** Say how it is. */
    record Beat() implements AgentCommand {}

    /** Ask about what nobody explained. */
    record AskAgain() implements AgentCommand {}

    record ProbeAgain() implements AgentCommand {}

    record MeasureAgain() implements AgentCommand {}

    record Measured(List<Usage> samples) implements AgentCommand {}
}
