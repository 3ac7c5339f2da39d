-- Who has work when is found by the scans at the start and by timers of the entities; nobody ever wrote into this table.
-- IF EXISTS: H2 commits a DROP by itself, and whoever is killed right after it has this migration before him again.
DROP TABLE IF EXISTS wakeup;
