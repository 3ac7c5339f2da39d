package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.message.OverlayRequest;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds tables for packets and for names: what is installed here at once, for the rest the cluster is asked. Confined to one thread. */
final class TableSearch {
    private final TableBook book;
    private final Interests interests;
    private final Installations installations;
    private final Requests requests;
    private final OverlayGauges gauges;
    private final Lookups lookups = new Lookups();

    TableSearch(
            TableBook book, Interests interests, Installations installations, Requests requests, OverlayGauges gauges) {
        this.book = book;
        this.interests = interests;
        this.installations = installations;
        this.requests = requests;
        this.gauges = gauges;
    }

    /** @param answer hears the table once it is installed, or that nobody has one, as far as is known now */
    void find(Question question, Consumer<Optional<RouteTable>> answer) {
        var now = System.nanoTime();
        var known = book.find(question);
        known.ifPresent(table -> interests.used(table.service(), now));
        if (known.isPresent() && installations.isInstalled(known.get().service())) {
            answer.accept(known);
        } else if (known.isEmpty() && (!requests.isConnected() || lookups.isFull())) {
            answer.accept(Optional.empty());
        } else if (lookups.ask(question, answer, now) && known.isEmpty()) {
            requests.say(new OverlayRequest.Resolve(question));
        }
    }

    /** Asking was being interested: the table comes by itself. */
    void resolved(Question question, ServiceId service) {
        interests.used(service, System.nanoTime());
        lookups.resolved(question, service);
    }

    void installed(RouteTable table) {
        var service = table.service();
        lookups.answeredBy(service, question -> isMeant(service, question), System.nanoTime())
                .forEach(one -> {
                    gauges.resolved(Duration.ofNanos(one.nanos()), true);
                    one.tell(Optional.of(table));
                });
    }

    private boolean isMeant(ServiceId service, Question question) {
        return book.find(question)
                .map(RouteTable::service)
                .filter(service::equals)
                .isPresent();
    }

    void nobodyHas(Question question) {
        unanswered(lookups.nobodyHas(question, System.nanoTime()));
    }

    /** Whoever waited long enough. */
    void overdue() {
        unanswered(lookups.overdue(System.nanoTime()));
    }

    /** Nobody will answer any more. */
    void giveUp() {
        unanswered(lookups.all(System.nanoTime()));
    }

    private void unanswered(List<Lookups.Answered> questions) {
        for (var one : questions) {
            gauges.resolved(Duration.ofNanos(one.nanos()), false);
            one.tell(Optional.empty());
        }
    }
}
