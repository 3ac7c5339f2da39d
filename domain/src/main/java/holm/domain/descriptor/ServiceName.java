package holm.domain.descriptor;

/**
 * The full name of a service. Written {@code app.appns.service.servicens}, Oakestra's {@code job_name}.
 *
 * @param application 1–30 letters and digits, as the other three
 */
public record ServiceName(String application, String applicationNamespace, String service, String serviceNamespace) {
    @Override
    public String toString() {
        return String.join(".", application, applicationNamespace, service, serviceNamespace);
    }
}
