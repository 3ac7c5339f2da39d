package holm.root;

import holm.overlay.balance.BalancingPolicies;
import holm.persistence.Store;
import holm.root.account.AccountRoutes;
import holm.root.account.AccountSettings;
import holm.root.account.Accounts;
import holm.root.account.FirstAdmin;
import holm.root.account.TokenKey;
import holm.root.address.AddressPreview;
import holm.root.application.ApplicationAccess;
import holm.root.application.ApplicationNews;
import holm.root.application.ApplicationRoutes;
import holm.root.application.Applications;
import holm.root.cluster.ClusterRoutes;
import holm.root.cluster.Clusters;
import holm.root.cluster.Workers;
import holm.root.docs.DocsRoutes;
import holm.root.event.EventRoutes;
import holm.root.http.Api;
import holm.root.http.ApiSettings;
import holm.root.http.Documents;
import holm.root.http.Endpoint;
import holm.root.http.Idempotency;
import holm.root.http.Ids;
import holm.root.http.OperatorEndpoints;
import holm.root.http.RouteTable;
import holm.root.http.Streams;
import holm.root.http.Tables;
import holm.root.log.InstanceLogs;
import holm.root.log.LogRoutes;
import holm.root.log.NewestLines;
import holm.root.routes.RouteRoutes;
import holm.root.routes.ServiceTables;
import holm.root.service.NetinfoRoutes;
import holm.root.service.ServiceRoutes;
import holm.root.service.Services;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The user API of the root: builds what answers each endpoint. Thread-safe.
 *
 * <p>Order at start: {@link #open} (accounts; blocks for some hundred milliseconds), then entities, then {@link #recover}
 * (applications that a crash left half done), then the root is ready.
 */
public final class RootApi {
    private final Accounts accounts;
    private final Applications applications;
    private final RouteTable table;
    private final Api api;

    /** What the API stands on. */
    public record Parts(
            Store store,
            Services services,
            AddressPreview addresses,
            Clusters clusters,
            Workers workers,
            InstanceLogs logs,
            Metrics metrics,
            Supplier<Readiness> readiness,
            BalancingPolicies policies,
            ServiceTables tables,
            TokenKey key,
            AccountSettings accountSettings,
            ApiSettings apiSettings,
            Clock clock,
            ClassicActorSystemProvider system) {}

    public RootApi(Parts parts) {
        var tables = new Tables(parts.store().database());
        accounts = new Accounts(tables, parts.accountSettings(), Ids.inOrder(parts.clock()), parts.clock());
        applications = new Applications(
                tables,
                parts.services(),
                new ApplicationNews(parts.store().rows()),
                Ids.inOrder(parts.clock()),
                parts.clock());
        var accountRoutes = new AccountRoutes(accounts, parts.key(), parts.clock());
        table = new RouteTable(endpoints(parts, accountRoutes));
        var idempotency = new Idempotency(tables, parts.key().secretFor("idempotency"), parts.clock());
        api = new Api(
                table,
                accountRoutes.authenticator(),
                idempotency,
                parts.apiSettings(),
                parts.metrics(),
                parts.system());
    }

    private List<Endpoint> endpoints(Parts parts, AccountRoutes accountRoutes) {
        var services = parts.services();
        var documents = new Documents(parts.policies().policies());
        var streams = new Streams();
        var endpoints = new ArrayList<Endpoint>();
        endpoints.addAll(accountRoutes.endpoints());
        endpoints.addAll(new ApplicationRoutes(applications, services, accounts, documents).endpoints());
        endpoints.addAll(new ServiceRoutes(
                        services,
                        new ApplicationAccess(applications),
                        documents,
                        parts.clusters()::candidates,
                        new NewestLines(parts.logs(), parts.system()))
                .endpoints());
        endpoints.addAll(new NetinfoRoutes(services, parts.addresses()).endpoints());
        endpoints.addAll(new LogRoutes(services, parts.logs(), streams, parts.clock(), parts.system()).endpoints());
        endpoints.addAll(new ClusterRoutes(parts.clusters(), parts.workers()).endpoints());
        endpoints.addAll(new RouteRoutes(parts.tables(), services, parts.clusters(), parts.policies()).endpoints());
        endpoints.addAll(new EventRoutes(parts.store().feed(), services, streams).endpoints());
        endpoints.addAll(new DocsRoutes().endpoints());
        endpoints.addAll(new OperatorEndpoints(parts.metrics(), parts.readiness()).endpoints());
        return endpoints;
    }

    /** Makes the first account where there is none. */
    public FirstAdmin open() {
        return accounts.open();
    }

    /** Settles what a crash left half done; needs the entities. */
    public void recover() {
        applications.recover();
    }

    /** @return what answers every path that nobody else took: put it last */
    public Route route() {
        return Directives.handle(api::handle);
    }

    /** @return every endpoint, to hold the OpenAPI document against */
    public RouteTable table() {
        return table;
    }
}
