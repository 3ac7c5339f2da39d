package holm.root.account;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.root.http.Access;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.JsonFields;
import holm.root.http.Replies;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/** Login and refresh. */
final class AuthRoutes {
    private final Accounts accounts;
    private final Tokens tokens;
    private final LoginThrottle throttle;

    AuthRoutes(Accounts accounts, Tokens tokens, Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.throttle = new LoginThrottle(clock);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/api/auth/login", Access.OPEN, this::login),
                Endpoint.post("/api/auth/refresh", Access.REFRESH, this::refresh));
    }

    private HttpResponse login(Call call) {
        var fields = new JsonFields(call.object());
        var name = fields.text("username");
        var password = fields.text("password");
        fields.optionalText("organization_name")
                .filter(organization -> !organization.isEmpty() && !organization.equals(Accounts.ROOT_ORGANIZATION))
                .ifPresent(organization -> {
                    throw new RefusalException(Refusal.of(
                            Refusal.Kind.UNKNOWN,
                            "unknown-organization",
                            "there is no organization '" + organization + "'"));
                });
        var account = accountOf(call, name, password);
        return Replies.json(Map.of(
                "token",
                tokens.issue(account, TokenType.ACCESS),
                "refresh_token",
                tokens.issue(account, TokenType.REFRESH)));
    }

    private Account accountOf(Call call, String name, String password) {
        var address = call.request()
                .getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(from -> from.getHostAddress())
                .orElse("unknown");
        throttle.check(address, name);
        return accounts.login(name, password).orElseThrow(() -> {
            throttle.failed(address, name);
            return new RefusalException(
                    Refusal.of(Refusal.Kind.UNAUTHENTICATED, "wrong-password", "wrong user name or password"));
        });
    }

    private HttpResponse refresh(Call call) {
        var account = accounts.find(call.caller().name())
                .orElseThrow(() -> Accounts.unknown(call.caller().name()));
        return Replies.json(Map.of("token", tokens.issue(account, TokenType.ACCESS)));
    }
}
