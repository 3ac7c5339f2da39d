package holm.root.account;

import holm.domain.AccountId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables {@code account} and {@code organization}. Each method is a statement within the caller's transaction. */
final class AccountTable {
    private static final String SEPARATOR = ",";

    private AccountTable() {}

    static List<Account> all(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT * FROM account ORDER BY name");
                var rows = query.executeQuery()) {
            var accounts = new ArrayList<Account>();
            while (rows.next()) {
                accounts.add(read(rows));
            }
            return accounts;
        }
    }

    static void insert(Connection connection, Account account, long nowMillis) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO account (name, email, password_hash, roles, organization,"
                        + " created_at, password_set, changed, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, account.name());
            insert.setString(2, account.email());
            insert.setString(3, account.passwordHash());
            insert.setString(4, written(account.roles()));
            insert.setString(5, account.organization());
            insert.setString(6, account.createdAt());
            insert.setLong(7, account.passwordSetAtMillis());
            insert.setLong(8, nowMillis);
            insert.setString(9, account.id().value());
            insert.executeUpdate();
        }
    }

    static void update(Connection connection, Account account, long nowMillis) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE account SET email = ?, password_hash = ?, roles = ?, password_set = ?, changed = ? WHERE id = ?")) {
            update.setString(1, account.email());
            update.setString(2, account.passwordHash());
            update.setString(3, written(account.roles()));
            update.setLong(4, account.passwordSetAtMillis());
            update.setLong(5, nowMillis);
            update.setString(6, account.id().value());
            update.executeUpdate();
        }
    }

    static void delete(Connection connection, AccountId id) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM account WHERE id = ?")) {
            delete.setString(1, id.value());
            delete.executeUpdate();
        }
    }

    /** @return how many applications belong to {@code name}, in any state */
    static int applicationsOf(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT COUNT(*) FROM application WHERE owner = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** @return the id of an organization that the migrations made */
    static String organization(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT id FROM organization WHERE name = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("there is no organization " + name);
                }
                return rows.getString(1);
            }
        }
    }

    private static Account read(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(row.getString("id")),
                row.getString("name"),
                row.getString("email"),
                row.getString("password_hash"),
                Stream.of(row.getString("roles").split(SEPARATOR))
                        .flatMap(word -> Role.tryOf(word).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                row.getString("organization"),
                row.getString("created_at"),
                row.getLong("password_set"));
    }

    private static String written(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining(SEPARATOR));
    }
}
