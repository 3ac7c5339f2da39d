package holm.persistence;

/** Marks the command with which sharding stops an idle entity ({@code Entity.withStopMessage}); what was persisted stays. */
public interface Passivation {}
