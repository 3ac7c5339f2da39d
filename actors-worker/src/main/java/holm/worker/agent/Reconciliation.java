package holm.worker.agent;

import holm.domain.InstanceId;
import holm.domain.message.Actual;
import holm.domain.message.Upward;
import holm.domain.message.Wanted;
import holm.wire.link.Pages;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What should be here and what is: each side tells the other its whole set in each session. What is missing is asked for; about what
 * nobody wants its owner is asked for as long as it stays unexplained. Confined to its agent.
 */
final class Reconciliation {
    private final Reports reports;
    private final Uplink uplink;
    private WantedSet wanted = WantedSet.begin(0);
    private Map<InstanceId, Actual> unexplained = Map.of();
    private long sets;

    Reconciliation(Reports reports, Uplink uplink) {
        this.reports = reports;
        this.uplink = uplink;
    }

    /** Says what is here. */
    void tell() {
        var all = reports.actual().values();
        var set = ++sets;
        uplink.send(new Upward.ActualBegin(set));
        Pages.of(List.copyOf(all)).forEach(page -> uplink.send(new Upward.ActualPage(set, page)));
        uplink.send(new Upward.ActualEnd(set, all.size()));
    }

    /** The cluster begins to say what should be here. */
    void begin(long set) {
        wanted = WantedSet.begin(set);
    }

    void page(long set, List<Wanted> page) {
        wanted = wanted.page(set, page);
    }

    void end(long set, int total) {
        wanted.end(set, total).ifPresent(this::compare);
    }

    private void compare(List<Wanted> all) {
        var difference = Difference.of(all, reports.actual());
        Pages.of(difference.missing()).forEach(page -> uplink.send(new Upward.Want(page)));
        unexplained = difference.unexplained().stream().collect(Collectors.toMap(Actual::instance, actual -> actual));
        ask();
    }

    /** About what is still here. */
    void ask() {
        if (uplink.isJoined()) {
            var actual = reports.actual();
            var open = unexplained.keySet().stream()
                    .filter(actual::containsKey)
                    .map(actual::get)
                    .toList();
            Pages.of(open).forEach(page -> uplink.send(new Upward.Ask(page)));
        }
    }
}
