package holm.root.application;

import holm.domain.ApplicationId;
import holm.domain.HexId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.descriptor.ApplicationRequest;
import holm.domain.descriptor.Sla;
import holm.root.http.Call;
import holm.root.http.Caller;
import holm.root.service.NewServices;
import java.util.List;

/** Finds the application that a request names, if the caller may see it. */
public final class ApplicationAccess implements NewServices {
    private final Applications applications;

    public ApplicationAccess(Applications applications) {
        this.applications = applications;
    }

    @Override
    public ApplicationId visible(Call call, String application) {
        return visible(call.caller(), application).id();
    }

    Application visible(Caller caller, String id) {
        if (!HexId.isValid(id)) {
            throw Applications.unknown(id);
        }
        return applications
                .find(new ApplicationId(id))
                .filter(application -> caller.mayManage(application.owner()))
                .orElseThrow(() -> Applications.unknown(id));
    }

    @Override
    public List<ServiceId> add(Call call, Sla sla) {
        if (sla.applications().size() != 1) {
            throw invalid(
                    "applications",
                    "has " + sla.applications().size() + " entries",
                    "services are added to one application at a time");
        }
        var request = sla.applications().getFirst();
        var id = request.applicationId()
                .orElseThrow(() -> invalid(
                        "applications[0].applicationID",
                        "is missing",
                        "write the id of the application that gets the service"));
        var application = visible(call.caller(), id.value());
        refuseOtherName(application, request);
        if (request.services().isEmpty()) {
            throw invalid("applications[0].microservices", "is empty", "write one service or more");
        }
        return applications.addServices(application, request.services());
    }

    /** The names of an application are part of the full name of its services. */
    private static void refuseOtherName(Application application, ApplicationRequest request) {
        if (!request.name().equals(application.name())) {
            throw invalid(
                    "applications[0].application_name",
                    "is '" + request.name() + "'",
                    "this application is called '" + application.name() + "'");
        }
        if (!request.namespace().equals(application.namespace())) {
            throw invalid(
                    "applications[0].application_namespace",
                    "is '" + request.namespace() + "'",
                    "this application is in the namespace '" + application.namespace() + "'");
        }
    }

    private static RefusalException invalid(String field, String message, String hint) {
        return new RefusalException(Refusal.invalid(field, message, hint));
    }
}
