package holm.root.application;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.root.account.Accounts;
import holm.root.http.Access;
import holm.root.http.Call;
import holm.root.http.ClientId;
import holm.root.http.Documents;
import holm.root.http.Endpoint;
import holm.root.http.JsonFields;
import holm.root.http.Replies;
import holm.root.service.Services;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Applications over HTTP. An Admin may read and delete everybody's; to everybody else a foreign one does not exist. */
public final class ApplicationRoutes {
    private final Applications applications;
    private final Services services;
    private final Accounts accounts;
    private final Documents documents;
    private final ApplicationAccess access;

    public ApplicationRoutes(Applications applications, Services services, Accounts accounts, Documents documents) {
        this.applications = applications;
        this.services = services;
        this.accounts = accounts;
        this.documents = documents;
        this.access = new ApplicationAccess(applications);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/applications", Access.CALLER, this::list),
                Endpoint.get("/api/applications/{user}", Access.CALLER, this::listOfUser),
                Endpoint.post("/api/application", Access.CALLER, this::create),
                Endpoint.get(
                        "/api/application/{application}", Access.CALLER, call -> Replies.json(document(visible(call)))),
                Endpoint.put("/api/application/{application}", Access.CALLER, this::describe),
                Endpoint.delete("/api/application/{application}", Access.CALLER, this::delete));
    }

    private HttpResponse list(Call call) {
        var caller = call.caller();
        return Replies.json(documents(caller.admin() ? applications.all() : applications.of(caller.name())));
    }

    private HttpResponse listOfUser(Call call) {
        var owner = accounts.nameOf(call.place("user"));
        if (owner.isEmpty() || !call.caller().mayManage(owner.get())) {
            throw new RefusalException(Refusal.of(
                    Refusal.Kind.UNKNOWN, "unknown-user", "there is no user with the id " + call.place("user")));
        }
        return Replies.json(documents(applications.of(owner.get())));
    }

    /** Answers with all applications of the caller: Oakestra's command line picks the new ones by name. */
    private HttpResponse create(Call call) {
        var sla = documents.read(call.object());
        applications.create(call.caller().name(), sla.applications());
        return Replies.json(documents(applications.of(call.caller().name())));
    }

    private HttpResponse describe(Call call) {
        var application = visible(call);
        var fields = new JsonFields(call.object());
        refuseChange(fields, "application_name", application.name());
        refuseChange(fields, "application_namespace", application.namespace());
        applications.describe(
                application, fields.optionalText("application_desc").orElse(application.description()));
        return Replies.message("Application is updated");
    }

    /** Which services belong to it is not taken from the body either: only adding and deleting services changes that. */
    private static void refuseChange(JsonFields fields, String name, String now) {
        fields.optionalText(name).filter(wanted -> !wanted.equals(now)).ifPresent(wanted -> {
            throw new RefusalException(Refusal.invalid(
                    name, name + " cannot change from '" + now + "' to '" + wanted + "'", "create a new application"));
        });
    }

    private HttpResponse delete(Call call) {
        applications.delete(visible(call));
        return Replies.message("Application Deleted");
    }

    private Application visible(Call call) {
        return access.visible(call.caller(), call.place("application"));
    }

    private List<Map<String, Object>> documents(List<Application> list) {
        return list.stream().map(this::document).toList();
    }

    private Map<String, Object> document(Application application) {
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", ClientId.of(application.id().value()));
        document.put("applicationID", application.id().value());
        document.put("application_name", application.name());
        document.put("application_namespace", application.namespace());
        document.put("application_desc", application.description());
        document.put("userId", application.owner());
        document.put(
                "microservices",
                services.idsOfApplication(application.id()).stream()
                        .map(ServiceId::value)
                        .toList());
        return document;
    }
}
