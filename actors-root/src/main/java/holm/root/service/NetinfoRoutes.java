package holm.root.service;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policy;
import holm.overlay.address.PoolId;
import holm.root.address.AddressPreview;
import holm.root.http.Access;
import holm.root.http.Await;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Oakestra's public network information (network.md 2.1). What is unknown or foreign is answered as Oakestra does: with empty lists.
 */
public final class NetinfoRoutes {
    private static final String BASE = "/api/pubnet/service/netinfo/";

    /** Four names of an application, its namespace, a service and its namespace. */
    private static final Pattern FULL_NAME = Pattern.compile("[a-zA-Z0-9]{1,30}(\\.[a-zA-Z0-9]{1,30}){3}");

    /** More than anybody reads; each is looked for in a pool. */
    private static final int MOST_AVAILABLE = 100;

    /** What can be chosen as {@code rr_ip_v6}. */
    private static final PoolId ROUND_ROBIN_V6 = PoolId.ofPolicy(Policy.ROUND_ROBIN.number());

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,2}");

    private final Services services;
    private final AddressPreview preview;

    public NetinfoRoutes(Services services, AddressPreview preview) {
        this.services = services;
        this.preview = preview;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(BASE + "{name}", Access.CALLER, this::byName),
                Endpoint.get(BASE + "ip/{ip}", Access.CALLER, this::byAddress),
                Endpoint.get(BASE + "available-ip", Access.CALLER, call -> available(call, 1)),
                Endpoint.get(BASE + "available-ip/{count}", Access.CALLER, call -> available(call, count(call))));
    }

    /** Accounts may have services of the same name: the caller's own goes first. */
    private HttpResponse byName(Call call) {
        var name = dotted(call.place("name"));
        if (!FULL_NAME.matcher(name).matches()) {
            throw new RefusalException(Refusal.invalid(
                    "name",
                    "name is '" + call.place("name") + "'",
                    "write the full name of a service: application.namespace.service.namespace"));
        }
        var own = services.named(name).stream()
                .flatMap(id -> services.find(id).stream())
                .filter(service -> call.caller().mayManage(service.owner()))
                .sorted((one, other) -> Boolean.compare(
                        other.owner().equals(call.caller().name()),
                        one.owner().equals(call.caller().name())))
                .findFirst();
        return answer(own);
    }

    private HttpResponse byAddress(Call call) {
        var address = IpAddress.tryParse(dotted(call.place("ip")))
                .orElseThrow(() -> new RefusalException(Refusal.invalid(
                        "ip",
                        "ip is '" + call.place("ip") + "'",
                        "write an address of a service or of an instance, for example 10.30.0.1 or fdff:2000::1")));
        return answer(services.at(address)
                .flatMap(services::find)
                .filter(service -> call.caller().mayManage(service.owner())));
    }

    private static HttpResponse answer(Optional<ServiceView> service) {
        return Replies.json(service.map(AddressJson::netinfo).orElseGet(AddressJson::noNetinfo));
    }

    private HttpResponse available(Call call, int count) {
        var families = call.query("v").map(NetinfoRoutes::family).orElse(List.of(4, 6));
        var all = new ArrayList<Map<String, @Nullable Object>>();
        if (families.contains(4)) {
            next(PoolId.SERVICE_V4, count)
                    .map(four -> AddressJson.serviceIp("IPv4", Optional.of((Ipv4Address) four), Optional.empty()))
                    .forEach(all::add);
        }
        if (families.contains(6)) {
            next(ROUND_ROBIN_V6, count)
                    .map(six -> AddressJson.serviceIp("IPv6", Optional.empty(), Optional.of((Ipv6Address) six)))
                    .forEach(all::add);
        }
        return Replies.json(Map.of("available_service_ips", all));
    }

    private Stream<IpAddress> next(PoolId pool, int count) {
        return Await.on(preview.preview(pool, count)).stream();
    }

    private static List<Integer> family(String text) {
        return switch (text) {
            case "4" -> List.of(4);
            case "6" -> List.of(6);
            default ->
                throw new RefusalException(
                        Refusal.invalid("v", "v is '" + text + "'", "write v=4, v=6, or leave it out for both"));
        };
    }

    private static int count(Call call) {
        var text = call.place("count");
        if (!COUNT.matcher(text).matches() || Integer.parseInt(text) > MOST_AVAILABLE) {
            throw new RefusalException(Refusal.invalid(
                    "count", "count is '" + text + "'", "write a whole number from 1 to " + MOST_AVAILABLE));
        }
        return Integer.parseInt(text);
    }

    /** Oakestra's clients write {@code _} for each dot. */
    private static String dotted(String text) {
        return text.replace('_', '.');
    }
}
