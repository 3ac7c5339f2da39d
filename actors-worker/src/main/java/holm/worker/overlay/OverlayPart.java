package holm.worker.overlay;

import holm.overlay.agent.Plane;
import holm.overlay.agent.Prober;
import holm.overlay.balance.BalancingPolicies;

/** What carries the packets of one worker, and how it chooses. Closed by whoever made it. */
public record OverlayPart(Plane plane, BalancingPolicies policies, Prober prober) {}
