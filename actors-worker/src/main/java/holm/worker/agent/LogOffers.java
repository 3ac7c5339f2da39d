package holm.worker.agent;

import holm.domain.message.LogQuery;
import holm.wire.log.LogReading;

/** Brings a log to the cluster on a connection of its own. Must not block. */
@FunctionalInterface
public interface LogOffers {
    void offer(String request, LogQuery query, LogReading log);
}
