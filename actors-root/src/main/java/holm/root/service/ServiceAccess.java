package holm.root.service;

import holm.domain.HexId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.root.http.Call;
import holm.root.instance.InstanceView;
import java.util.regex.Pattern;

/** Finds what a path names, if the caller may see it. */
public final class ServiceAccess {
    /** As many digits as never overflow; no service comes near. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Services services;

    public ServiceAccess(Services services) {
        this.services = services;
    }

    /** @throws RefusalException {@code UNKNOWN}, also for services of others: whether they exist is nobody's business */
    public ServiceView service(Call call) {
        var id = call.place("service");
        if (!HexId.isValid(id)) {
            throw unknown(id);
        }
        return services.find(new ServiceId(id))
                .filter(service -> call.caller().mayManage(service.owner()))
                .orElseThrow(() -> unknown(id));
    }

    /** @throws RefusalException {@code INVALID}, when the path's number is none */
    static int number(Call call) {
        var number = call.place("number");
        if (!NUMBER.matcher(number).matches()) {
            throw new RefusalException(Refusal.invalid(
                    "number",
                    "number is '" + number + "'",
                    "instances are numbered 0, 1, 2 …; -1 deletes all of them"));
        }
        return Integer.parseInt(number);
    }

    /** @throws RefusalException {@code UNKNOWN}, when the path's number names none */
    public InstanceView instance(Call call, ServiceView service) {
        var number = number(call);
        return service.instances().stream()
                .filter(instance -> instance.number() == number)
                .findFirst()
                .orElseThrow(() -> new RefusalException(Refusal.of(
                        Refusal.Kind.UNKNOWN,
                        "unknown-instance",
                        "service " + service.id() + " has no instance " + number)));
    }

    private static RefusalException unknown(String id) {
        return new RefusalException(Refusal.of(Refusal.Kind.UNKNOWN, "unknown-service", "there is no service " + id));
    }
}
