package holm.worker.agent;

import holm.overlay.InstanceNetwork;
import holm.worker.machine.Machine;
import java.time.InstantSource;

/** What an agent works with. */
public record AgentSurroundings(
        AgentSettings settings,
        Identity identity,
        Shelf shelf,
        InstanceNetwork network,
        Machine machine,
        AgentGauges gauges,
        LogOffers logs,
        InstantSource clock) {}
