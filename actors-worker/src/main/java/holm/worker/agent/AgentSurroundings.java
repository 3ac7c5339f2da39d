package holm.worker.agent;

import holm.overlay.InstanceNetworks;
import holm.overlay.agent.OverlayAgent;
import holm.worker.machine.Machine;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What an agent works with.
 *
 * @param overlay empty on a worker without one
 */
public record AgentSurroundings(
        AgentSettings settings,
        Identity identity,
        Shelf shelf,
        InstanceNetworks networks,
        Machine machine,
        AgentGauges gauges,
        LogOffers logs,
        Optional<OverlayAgent.Equipment> overlay,
        InstantSource clock) {}
