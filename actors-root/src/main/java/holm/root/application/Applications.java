package holm.root.application;

import holm.domain.ApplicationId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.descriptor.ApplicationRequest;
import holm.domain.descriptor.ServiceRequest;
import holm.root.http.Await;
import holm.root.http.Tables;
import holm.root.service.Services;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to applications. A row is the commit point: it is written before the services are, and says after a crash what to
 * take back or to finish. Thread-safe; waits for the database and for actors.
 */
public final class Applications {
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

    private final Tables tables;
    private final Services services;
    private final ApplicationNews news;
    private final Supplier<String> newId;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final Loose loose = new Loose(this::settle);

    public Applications(Tables tables, Services services, ApplicationNews news, Supplier<String> newId, Clock clock) {
        this.tables = tables;
        this.services = services;
        this.news = news;
        this.newId = newId;
        this.clock = clock;
    }

    /** Takes back what a POST began and finishes what a DELETE began before this root started. Before it is ready. */
    public void recover() {
        var unfinished = tables.transaction(ApplicationTable::unfinished);
        unfinished.forEach(application -> settle(application.id()));
        if (!unfinished.isEmpty()) {
            LOG.info("settled {} applications that were being created or deleted", unfinished.size());
        }
    }

    /** @return all that can be seen, oldest first */
    List<Application> all() {
        return tables.transaction(ApplicationTable::active);
    }

    /** @return those of one owner, oldest first */
    List<Application> of(String owner) {
        return tables.transaction(connection -> ApplicationTable.activeOf(connection, owner));
    }

    Optional<Application> find(ApplicationId id) {
        return tables.transaction(connection -> ApplicationTable.find(connection, id))
                .filter(application -> application.state() == Application.State.ACTIVE);
    }

    /**
     * Makes all of them with all their services, or nothing.
     *
     * @throws RefusalException {@code CONFLICT} when a name is taken
     */
    void create(String owner, List<ApplicationRequest> requests) {
        var begun = requests.stream()
                .map(request -> new Begun(row(owner, request), request.services()))
                .toList();
        begin(begun);
        try {
            makeServices(begun);
            tables.transaction(connection -> activate(connection, begun));
        } catch (RuntimeException failed) {
            throw takenBack(begun, failed);
        }
        begun.forEach(one -> news.created(one.row()));
    }

    private record Begun(Application row, List<ServiceRequest> services) {}

    private Application row(String owner, ApplicationRequest request) {
        var planned =
                request.services().stream().map(_ -> new ServiceId(newId.get())).toList();
        return new Application(
                new ApplicationId(newId.get()),
                owner,
                request.name(),
                request.namespace(),
                request.description(),
                Application.State.CREATING,
                planned,
                clock.millis());
    }

    private void begin(List<Begun> begun) {
        tables.transaction(connection -> {
            for (var i = 0; i < begun.size(); i++) {
                insert(connection, begun.get(i).row(), i);
            }
            return begun;
        });
    }

    private static void insert(Connection connection, Application row, int index) throws SQLException {
        try {
            if (ApplicationTable.isTaken(connection, row.owner(), row.name(), row.namespace())) {
                throw taken(row, index);
            }
            ApplicationTable.insert(connection, row);
        } catch (SQLException failed) {
            if (Tables.isTaken(failed)) {
                throw taken(row, index);
            }
            throw failed;
        }
    }

    private static RefusalException taken(Application row, int index) {
        return new RefusalException(new Refusal(
                Refusal.Kind.CONFLICT,
                "name-taken",
                "you have an application " + row.name() + " in the namespace " + row.namespace() + " already",
                "applications[" + index + "].application_name",
                "take another name or namespace, or delete that one"));
    }

    private void makeServices(List<Begun> begun) {
        var made = new Making();
        for (var i = 0; i < begun.size(); i++) {
            var row = begun.get(i).row();
            for (var j = 0; j < begun.get(i).services().size(); j++) {
                var request = begun.get(i).services().get(j);
                made.add(
                        Making.place(i, j),
                        services.create(
                                row.planned().get(j), row.id(), row.owner(), request.descriptor(), request.source()));
            }
        }
        made.await();
    }

    private static List<Begun> activate(Connection connection, List<Begun> begun) throws SQLException {
        for (var one : begun) {
            ApplicationTable.move(connection, one.row().id(), Application.State.CREATING, Application.State.ACTIVE);
        }
        return begun;
    }

    /** @return what to tell the caller after nothing, or perhaps something, is left of it */
    private RuntimeException takenBack(List<Begun> begun, RuntimeException failed) {
        try {
            begun.forEach(one -> settle(one.row().id()));
        } catch (RuntimeException again) {
            LOG.warn("could not take back an application yet; tried again until it works", again);
            begun.forEach(one -> loose.add(one.row().id()));
            return failed;
        }
        var isThere = begun.stream().anyMatch(one -> find(one.row().id()).isPresent());
        return !isThere
                        && failed instanceof RefusalException refused
                        && refused.refusal().kind() == Refusal.Kind.OUTCOME_UNKNOWN
                ? new RefusalException(Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "not-created",
                        refused.refusal().message() + "; it was taken back: nothing was written"))
                : failed;
    }

    /**
     * Adds services to an application.
     *
     * @return their ids, in the order of the request
     */
    List<ServiceId> addServices(Application application, List<ServiceRequest> requests) {
        return turns.inTurn(application.id().value(), () -> {
            if (find(application.id()).isEmpty()) {
                throw unknown(application.id().value());
            }
            refuseTakenNames(application, requests);
            var ids = requests.stream().map(_ -> new ServiceId(newId.get())).toList();
            var made = new Making();
            for (var i = 0; i < requests.size(); i++) {
                var request = requests.get(i);
                made.add(
                        Making.place(0, i),
                        services.create(
                                ids.get(i),
                                application.id(),
                                application.owner(),
                                request.descriptor(),
                                request.source()));
            }
            try {
                made.await();
            } catch (RuntimeException failed) {
                ids.stream().map(services::delete).toList().forEach(Applications::gone);
                throw failed;
            }
            return ids;
        });
    }

    private void refuseTakenNames(Application application, List<ServiceRequest> requests) {
        var present = services.ofApplication(application.id());
        for (var i = 0; i < requests.size(); i++) {
            var name = requests.get(i).descriptor().name();
            if (present.stream().anyMatch(service -> service.descriptor().name().equals(name))) {
                throw new RefusalException(new Refusal(
                        Refusal.Kind.CONFLICT,
                        "name-taken",
                        "this application has a service " + name.service() + " in the namespace "
                                + name.serviceNamespace() + " already",
                        "applications[0].microservices[" + i + "].microservice_name",
                        "take another name, or delete that one"));
            }
        }
    }

    /** Changes what people read about it. */
    void describe(Application application, String description) {
        tables.transaction(connection -> {
            ApplicationTable.describe(connection, application.id(), description);
            return application;
        });
    }

    /** Deletes it with all its services. Once this is decided it happens, whatever else fails. */
    void delete(Application application) {
        turns.inTurn(application.id().value(), () -> {
            var mine = tables.transaction(connection -> ApplicationTable.move(
                    connection, application.id(), Application.State.ACTIVE, Application.State.DELETING));
            if (!mine) {
                throw unknown(application.id().value());
            }
            news.deleted(application);
            try {
                settle(application.id());
            } catch (RuntimeException failed) {
                LOG.warn(
                        "could not finish the deletion of application {} yet; tried again until it works",
                        application.id(),
                        failed);
                loose.add(application.id());
            }
            return application;
        });
    }

    static RefusalException unknown(String id) {
        return new RefusalException(
                Refusal.of(Refusal.Kind.UNKNOWN, "unknown-application", "there is no application " + id));
    }

    /** Brings a row to its end: what is being created is taken back, what is being deleted is finished, the rest stays. */
    private void settle(ApplicationId id) {
        var row = tables.transaction(connection -> ApplicationTable.find(connection, id));
        if (row.isEmpty() || row.get().state() == Application.State.ACTIVE) {
            return;
        }
        var left = new ArrayList<>(row.get().planned());
        services.idsOfApplication(id).stream()
                .filter(service -> !left.contains(service))
                .forEach(left::add);
        left.stream().map(services::delete).toList().forEach(Applications::gone);
        tables.transaction(connection -> {
            ApplicationTable.delete(connection, id);
            return id;
        });
    }

    private static void gone(CompletionStage<?> deletion) {
        try {
            Await.on(deletion);
        } catch (RefusalException refused) {
            if (refused.refusal().kind() != Refusal.Kind.UNKNOWN) {
                throw refused;
            }
        }
    }
}
