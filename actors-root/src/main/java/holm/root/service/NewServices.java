package holm.root.service;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.descriptor.Sla;
import holm.root.http.Call;
import java.util.List;

/** What services need of applications. */
public interface NewServices {
    /** @throws holm.domain.RefusalException {@code UNKNOWN} when there is none, or none that the caller may see */
    ApplicationId visible(Call call, String application);

    /** @return the ids of the services that were added to the application that the document names, at least one */
    List<ServiceId> add(Call call, Sla sla);
}
