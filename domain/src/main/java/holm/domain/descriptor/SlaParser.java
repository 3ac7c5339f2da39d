package holm.domain.descriptor;

import holm.domain.ApplicationId;
import holm.domain.HexId;
import holm.domain.address.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an application document (Oakestra's SLA v2.0) from an already parsed JSON tree. Fields that Holm does not know are
 * accepted and kept; each that it knows is checked.
 */
public final class SlaParser {
    private static final String VERSION = "v2.0";

    private final Findings findings = new Findings();
    private final ServiceParser services;

    private SlaParser(Policies policies) {
        services = new ServiceParser(policies);
    }

    /**
     * @param document made of {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} and null; not
     *     changed, and not to be changed afterwards, since it is kept as the services' source
     * @param policies those for which addresses may be chosen
     * @return the document, or everything that is wrong with it; never throws, whatever the document is
     */
    public static ParsedSla parse(@Nullable Object document, Policies policies) {
        return new SlaParser(policies).read(document);
    }

    private ParsedSla read(@Nullable Object document) {
        DocumentCheck.check(document, findings);
        var sla = Fields.of("", document, findings).map(this::sla);
        return sla.isPresent() && findings.isEmpty()
                ? new ParsedSla.Understood(sla.get())
                : new ParsedSla.Refused(findings.refusals());
    }

    private Sla sla(Fields document) {
        var version = document.requiredText("sla_version", DescriptorLimits.TEXT_CHARACTERS, VERSION);
        if (version.isPresent() && !VERSION.equals(version.get())) {
            document.wrong("sla_version", "is " + Fields.shown(version.get()), "Holm reads " + VERSION);
        }
        var customer = document.requiredText("customerID", DescriptorLimits.TEXT_CHARACTERS, "Admin")
                .orElse("");
        document.texts("args", DescriptorLimits.ARGUMENTS, DescriptorLimits.PROCESS_BYTES);
        return new Sla(customer, applications(document));
    }

    private List<ApplicationRequest> applications(Fields document) {
        requireEntries(document, "applications");
        var applications = new ArrayList<ApplicationRequest>();
        var seen = new HashMap<String, String>();
        for (var entry : document.objects("applications", DescriptorLimits.APPLICATIONS)) {
            var application = application(entry);
            noteTwin(entry, "application_name", application.name(), application.namespace(), seen);
            applications.add(application);
        }
        return applications;
    }

    private static void requireEntries(Fields document, String field) {
        if (!document.has(field)) {
            document.wrong(field, "is missing", "write a list with one application or more");
        } else if (document.raw(field) instanceof List<?> list && list.isEmpty()) {
            document.wrong(field, "is empty", "write one application or more");
        }
    }

    private ApplicationRequest application(Fields application) {
        var id = applicationId(application);
        var name = Names.required(application, "application_name");
        var namespace = Names.required(application, "application_namespace");
        var description = application.text("application_desc", DescriptorLimits.DESCRIPTION_CHARACTERS);
        if (!application.has("microservices")) {
            application.wrong("microservices", "is missing", "write [] for none");
        }
        return new ApplicationRequest(id, name, namespace, description, services(application, name, namespace));
    }

    private List<ServiceRequest> services(Fields application, String name, String namespace) {
        var requests = new ArrayList<ServiceRequest>();
        var seen = new HashMap<String, String>();
        for (var entry : application.objects("microservices", DescriptorLimits.SERVICES)) {
            if (findings.isFull()) {
                break;
            }
            var request = services.parse(name, namespace, entry);
            noteTwin(
                    entry,
                    "microservice_name",
                    request.descriptor().name().service(),
                    request.descriptor().name().serviceNamespace(),
                    seen);
            requests.add(request);
        }
        return requests;
    }

    private static void noteTwin(Fields entry, String field, String name, String namespace, Map<String, String> seen) {
        if (name.isEmpty() || namespace.isEmpty()) {
            return; // already noted
        }
        var twin = seen.putIfAbsent(name + "." + namespace, entry.path());
        if (twin != null) {
            entry.wrong(
                    field,
                    "is " + Fields.shown(name) + ", the same as of " + twin,
                    "names are unique within a namespace");
        }
    }

    private static Optional<ApplicationId> applicationId(Fields application) {
        var id = application.text("applicationID", DescriptorLimits.TEXT_CHARACTERS);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (!HexId.isValid(id)) {
            application.wrong(
                    "applicationID",
                    "is " + Fields.shown(id),
                    "leave it empty for a new application, or write the 24 hexadecimal digits of one that exists");
            return Optional.empty();
        }
        return Optional.of(new ApplicationId(id));
    }
}
