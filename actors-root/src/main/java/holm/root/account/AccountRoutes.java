package holm.root.account;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.root.http.Access;
import holm.root.http.Authenticator;
import holm.root.http.Call;
import holm.root.http.ClientId;
import holm.root.http.Endpoint;
import holm.root.http.JsonFields;
import holm.root.http.Replies;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Accounts over HTTP: an Admin sees and changes all, everybody else only the own one. No answer has a password hash. */
public final class AccountRoutes {
    private final Accounts accounts;
    private final Tokens tokens;
    private final AuthRoutes auth;

    public AccountRoutes(Accounts accounts, TokenKey key, Clock clock) {
        this.accounts = accounts;
        this.tokens = new Tokens(key, clock);
        this.auth = new AuthRoutes(accounts, tokens, clock);
    }

    /** @return what knows whose token came with a request */
    public Authenticator authenticator() {
        return new TokenAuthenticator(tokens, accounts);
    }

    public List<Endpoint> endpoints() {
        return Stream.concat(
                        auth.endpoints().stream(),
                        Stream.of(
                                Endpoint.post("/api/auth/register", Access.ADMIN, this::register),
                                Endpoint.get("/api/permission/{user}", Access.CALLER, this::permission),
                                Endpoint.get("/api/users", Access.ADMIN, _ -> Replies.json(documents())),
                                Endpoint.get("/api/users/{organization}", Access.ADMIN, this::members),
                                Endpoint.get("/api/organization", Access.ADMIN, this::organizations),
                                Endpoint.get("/api/user/{user}", Access.CALLER, this::get),
                                Endpoint.post("/api/user/{user}", Access.CALLER, this::changePassword),
                                Endpoint.put("/api/user/{user}", Access.CALLER, this::put),
                                Endpoint.delete("/api/user/{user}", Access.ADMIN, this::delete)))
                .toList();
    }

    private HttpResponse register(Call call) {
        var fields = new JsonFields(call.object());
        var name = fields.text("name");
        if (!AccountLimits.NAME.matcher(name).matches()) {
            throw new RefusalException(Refusal.invalid(
                    "name",
                    "name is '" + name + "'",
                    "take 1 to 64 letters, digits and . _ @ + -, a letter or digit first"));
        }
        var account = accounts.add(
                name,
                Passwords.checked("password", fields.text("password")),
                email(fields).orElse(""),
                roles(fields).orElse(Set.of(Role.APPLICATION_PROVIDER)),
                fields.optionalText("created_at").map(AccountRoutes::short64));
        return Replies.json(document(account));
    }

    private HttpResponse permission(Call call) {
        return Replies.json(Map.of("roles", words(visible(call).roles())));
    }

    private HttpResponse get(Call call) {
        return Replies.json(document(visible(call)));
    }

    private HttpResponse members(Call call) {
        if (!call.place("organization").equals(accounts.organization())) {
            throw new RefusalException(Refusal.of(
                    Refusal.Kind.UNKNOWN,
                    "unknown-organization",
                    "there is no organization " + call.place("organization")));
        }
        return Replies.json(documents());
    }

    private HttpResponse organizations(Call call) {
        var members = accounts.list().stream()
                .map(account -> Map.of("user_id", account.id().value(), "roles", words(account.roles())))
                .toList();
        return Replies.json(List.of(Map.of(
                "_id", ClientId.of(accounts.organization()), "name", Accounts.ROOT_ORGANIZATION, "member", members)));
    }

    private HttpResponse changePassword(Call call) {
        var name = call.place("user");
        if (!name.equals(call.caller().name())) {
            throw forbidden("only '" + name + "' may change this password with the old one");
        }
        var fields = new JsonFields(call.object());
        var before = fields.text("oldPassword");
        var after = Passwords.checked("newPassword", fields.text("newPassword"));
        if (accounts.login(name, before).isEmpty()) {
            throw new RefusalException(new Refusal(
                    Refusal.Kind.MALFORMED, "wrong-password", "Old password is not valid!", "oldPassword", ""));
        }
        if (before.equals(after)) {
            throw new RefusalException(new Refusal(
                    Refusal.Kind.MALFORMED,
                    "same-password",
                    "Old password can't be the new password!",
                    "newPassword",
                    ""));
        }
        accounts.setPassword(name, "newPassword", after);
        return Replies.message("Password changed; log in again");
    }

    private HttpResponse put(Call call) {
        var before = visible(call);
        var fields = new JsonFields(call.object());
        fields.optionalText("name").filter(name -> !name.equals(before.name())).ifPresent(name -> {
            throw new RefusalException(
                    Refusal.invalid("name", "name cannot change to '" + name + "'", "register a new user"));
        });
        var email = email(fields).orElse(before.email());
        var roles = roles(fields).orElse(before.roles());
        if (!call.caller().admin() && !roles.equals(before.roles())) {
            throw forbidden("only an Admin may change roles");
        }
        var password = fields.optionalText("password").filter(text -> !text.isEmpty());
        if (password.isPresent() && !call.caller().admin()) {
            throw forbidden("a password is changed with POST, where the old one is asked for");
        }
        password.ifPresent(text -> Passwords.checked("password", text));
        var after = accounts.change(before.name(), account -> account.with(email, roles));
        password.ifPresent(text -> accounts.setPassword(before.name(), "password", text));
        return Replies.json(document(after));
    }

    private HttpResponse delete(Call call) {
        accounts.remove(call.place("user"));
        return Replies.json(documents());
    }

    /** Whether a foreign name exists is nobody's business: 403 either way. */
    private Account visible(Call call) {
        var name = call.place("user");
        if (!call.caller().mayManage(name)) {
            throw forbidden("this is not your account");
        }
        return accounts.find(name).orElseThrow(() -> Accounts.unknown(name));
    }

    private static Optional<String> email(JsonFields fields) {
        return fields.optionalText("email").map(email -> {
            if (email.length() > AccountLimits.EMAIL_CHARACTERS) {
                throw new RefusalException(Refusal.invalid(
                        "email", "email is too long", "at most " + AccountLimits.EMAIL_CHARACTERS + " characters"));
            }
            return email;
        });
    }

    private static Optional<Set<Role>> roles(JsonFields fields) {
        return fields.optionalTexts("roles").map(words -> {
            var roles = EnumSet.noneOf(Role.class);
            for (var i = 0; i < words.size(); i++) {
                var field = "roles[" + i + "]";
                var word = words.get(i);
                roles.add(Role.tryOf(word)
                        .orElseThrow(() -> new RefusalException(Refusal.invalid(
                                field, field + " is '" + word + "'", "there are " + String.join(", ", Role.words())))));
            }
            return roles;
        });
    }

    private static String short64(String text) {
        return text.length() <= AccountLimits.CREATED_AT_CHARACTERS
                ? text
                : text.substring(0, AccountLimits.CREATED_AT_CHARACTERS);
    }

    private List<Map<String, Object>> documents() {
        return accounts.list().stream().map(AccountRoutes::document).toList();
    }

    private static Map<String, Object> document(Account account) {
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", ClientId.of(account.id().value()));
        document.put("name", account.name());
        document.put("email", account.email());
        document.put("created_at", account.createdAt());
        document.put("roles", words(account.roles()));
        document.put("organization", account.organization());
        return document;
    }

    private static List<String> words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).toList();
    }

    private static RefusalException forbidden(String message) {
        return new RefusalException(Refusal.of(Refusal.Kind.FORBIDDEN, "forbidden", message));
    }
}
