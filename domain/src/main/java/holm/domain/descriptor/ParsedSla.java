package holm.domain.descriptor;

import holm.domain.Refusal;
import java.util.List;

/** What came out of reading an application document: all of it, or everything that is wrong with it. */
public sealed interface ParsedSla {
    record Understood(Sla sla) implements ParsedSla {}

    /**
     * @param refusals one for each wrong field, in the order of the document, at least one, at most {@value Findings#MOST}
     */
    record Refused(List<Refusal> refusals) implements ParsedSla {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }
}
