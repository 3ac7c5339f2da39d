package holm.root.account;

import holm.domain.AccountId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.root.http.Tables;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Every account. They are few and asked for at each request, so they are kept in memory and written through; one root writes
 * them, one change at a time. Thread-safe; changes wait for the database.
 */
public final class Accounts {
    static final String ADMIN = "Admin";

    /** Oakestra's, which its command line hard-codes. */
    private static final String DEFAULT_PASSWORD = "Admin";

    static final String ROOT_ORGANIZATION = "root";

    /** As the dashboard writes it. */
    private static final DateTimeFormatter CREATED_AT =
            DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm").withZone(ZoneOffset.UTC);

    private final Tables tables;
    private final AccountSettings settings;
    private final Supplier<String> newId;
    private final Clock clock;
    private final Passwords passwords;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Known known = new Known("", Map.of(), false);

    /** @param current whether nothing may have been written since it was read */
    private record Known(String organization, Map<String, Account> byName, boolean current) {}

    public Accounts(Tables tables, AccountSettings settings, Supplier<String> newId, Clock clock) {
        this.tables = tables;
        this.settings = settings;
        this.newId = newId;
        this.clock = clock;
        this.passwords = new Passwords(clock);
    }

    /** Makes the account Admin if there is none, and gives it another password than the default one where that is not allowed. */
    public FirstAdmin open() {
        changing.lock();
        try {
            var organization =
                    tables.transaction(connection -> AccountTable.organization(connection, ROOT_ORGANIZATION));
            known = new Known(organization, Map.of(), false);
            return admin(find(ADMIN));
        } finally {
            changing.unlock();
        }
    }

    private FirstAdmin admin(Optional<Account> admin) {
        var isDefault = admin.isPresent()
                && passwords.matches(DEFAULT_PASSWORD, admin.get().passwordHash());
        if (admin.isPresent() && (!isDefault || settings.defaultPasswordAllowed())) {
            return new FirstAdmin(Optional.empty(), isDefault);
        }
        if (admin.isEmpty() && !list().isEmpty()) {
            return new FirstAdmin(Optional.empty(), false); // somebody else is Admin now, and Admin was deleted
        }
        var password = settings.defaultPasswordAllowed() ? DEFAULT_PASSWORD : passwords.generate();
        if (admin.isPresent()) {
            change(ADMIN, account -> account.withPasswordHash(passwords.hash(password), clock.millis()));
        } else {
            add(ADMIN, password, "", EnumSet.allOf(Role.class), Optional.empty());
        }
        return new FirstAdmin(
                settings.defaultPasswordAllowed() ? Optional.empty() : Optional.of(password),
                settings.defaultPasswordAllowed());
    }

    String organization() {
        return known.organization();
    }

    Optional<Account> find(String name) {
        return Optional.ofNullable(current().byName().get(name));
    }

    /** @return the name of the account with this id */
    public Optional<String> nameOf(String id) {
        return list().stream()
                .filter(account -> account.id().value().equals(id))
                .map(Account::name)
                .findFirst();
    }

    /** @return all, by name */
    List<Account> list() {
        return List.copyOf(current().byName().values());
    }

    /** @return the account, if it exists and this is its password */
    Optional<Account> login(String name, String password) {
        var account = find(name);
        if (account.isEmpty()) {
            passwords.pretendToCheck(password);
            return Optional.empty();
        }
        return account.filter(found -> passwords.matches(password, found.passwordHash()));
    }

    /** @throws RefusalException {@code CONFLICT} when the name is taken */
    Account add(String name, String password, String email, Set<Role> roles, Optional<String> createdAt) {
        refuseDefault(name, "password", password);
        var hash = passwords.hash(password);
        var account = new Account(
                new AccountId(newId.get()),
                name,
                email,
                hash,
                roles,
                organization(),
                createdAt.orElseGet(() -> CREATED_AT.format(clock.instant())),
                clock.millis());
        write(() -> tables.transaction(connection -> {
            // Compared without case too: two accounts that look alike invite mistakes.
            var taken = AccountTable.all(connection).stream()
                    .anyMatch(other -> other.name().equalsIgnoreCase(name));
            if (taken) {
                throw new RefusalException(new Refusal(
                        Refusal.Kind.CONFLICT,
                        "name-taken",
                        "the name '" + name + "' is taken",
                        "name",
                        "take another name"));
            }
            AccountTable.insert(connection, account, clock.millis());
            return account;
        }));
        return account;
    }

    /** @return the account after {@code change} */
    Account change(String name, Function<Account, Account> change) {
        return write(() -> {
            var before = find(name).orElseThrow(() -> unknown(name));
            var after = change.apply(before);
            if (before.isAdmin() && !after.isAdmin()) {
                refuseLastAdmin(name);
            }
            return tables.transaction(connection -> {
                AccountTable.update(connection, after, clock.millis());
                return after;
            });
        });
    }

    void setPassword(String name, String field, String password) {
        refuseDefault(name, field, password);
        var hash = passwords.hash(password);
        change(name, account -> account.withPasswordHash(hash, clock.millis()));
    }

    /** @throws RefusalException {@code CONFLICT} for the last Admin, and for who still has applications */
    void remove(String name) {
        write(() -> {
            var account = find(name).orElseThrow(() -> unknown(name));
            if (account.isAdmin()) {
                refuseLastAdmin(name);
            }
            return tables.transaction(connection -> {
                var applications = AccountTable.applicationsOf(connection, name);
                if (applications > 0) {
                    throw new RefusalException(Refusal.of(
                                    Refusal.Kind.CONFLICT,
                                    "has-applications",
                                    "'" + name + "' still has " + applications + " applications")
                            .withHint("delete them first"));
                }
                AccountTable.delete(connection, account.id());
                return account;
            });
        });
    }

    static RefusalException unknown(String name) {
        return new RefusalException(
                Refusal.of(Refusal.Kind.UNKNOWN, "unknown-user", "there is no user '" + name + "'"));
    }

    private void refuseDefault(String name, String field, String password) {
        if (name.equals(ADMIN) && password.equals(DEFAULT_PASSWORD) && !settings.defaultPasswordAllowed()) {
            throw new RefusalException(Refusal.invalid(
                    field,
                    field + " is the one that everybody knows",
                    "take another one, or start with --allow-default-password"));
        }
    }

    private void refuseLastAdmin(String name) {
        if (list().stream().filter(Account::isAdmin).count() <= 1) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "last-admin",
                            "'" + name + "' is the last account with the role Admin")
                    .withHint("give the role to another account first"));
        }
    }

    private <T> T write(Supplier<T> work) {
        changing.lock();
        var written = true;
        try {
            return work.get();
        } catch (RefusalException refused) {
            written = refused.refusal().kind() == Refusal.Kind.OUTCOME_UNKNOWN;
            throw refused;
        } finally {
            if (written) {
                known = new Known(known.organization(), known.byName(), false);
            }
            changing.unlock();
        }
    }

    private Known current() {
        var now = known;
        if (now.current()) {
            return now;
        }
        changing.lock();
        try {
            if (!known.current()) {
                var byName = new LinkedHashMap<String, Account>();
                tables.transaction(AccountTable::all).forEach(account -> byName.put(account.name(), account));
                known = new Known(known.organization(), byName, true);
            }
            return known;
        } finally {
            changing.unlock();
        }
    }
}
