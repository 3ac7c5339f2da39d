package holm.worker.overlay;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayUpdate;
import holm.overlay.agent.OverlayCommand;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** The worker's overlay as its agent speaks to it; on a worker without overlay nobody hears. Confined to the agent. */
public final class OverlayLink {
    private final Optional<ActorRef<OverlayCommand>> overlay;
    private Set<ServiceId> hosted = Set.of();

    public OverlayLink(Optional<ActorRef<OverlayCommand>> overlay) {
        this.overlay = overlay;
    }

    /** The cluster has welcomed this worker in a new session. */
    public void joined(String worker) {
        tell(new OverlayCommand.Connected(new WorkerId(worker)));
    }

    public void alone() {
        tell(new OverlayCommand.Disconnected());
    }

    public void updated(OverlayUpdate update) {
        tell(new OverlayCommand.Update(update));
    }

    /** @param services of which instances are here */
    public void hosts(Set<ServiceId> services) {
        if (!services.equals(hosted)) {
            hosted = services;
            tell(new OverlayCommand.Hosts(services));
        }
    }

    private void tell(OverlayCommand command) {
        overlay.ifPresent(ref -> ref.tell(command));
    }
}
