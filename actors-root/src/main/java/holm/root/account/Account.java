package holm.root.account;

import holm.domain.AccountId;
import java.util.EnumSet;
import java.util.Set;

/**
 * Somebody who can log in.
 *
 * @param name unique, never changes; applications belong to it
 * @param email free text, may be empty
 * @param passwordHash never leaves this package
 * @param organization 24 hexadecimal digits
 * @param createdAt free text, as clients show it
 * @param passwordSetAtMillis milliseconds since 1970; tokens from before it are void
 */
record Account(
        AccountId id,
        String name,
        String email,
        String passwordHash,
        Set<Role> roles,
        String organization,
        String createdAt,
        long passwordSetAtMillis) {
    Account {
        roles = roles.isEmpty() ? Set.of() : Set.copyOf(roles);
    }

    boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    Account withPasswordHash(String hash, long nowMillis) {
        return new Account(id, name, email, hash, roles, organization, createdAt, nowMillis);
    }

    Account with(String newEmail, Set<Role> newRoles) {
        return new Account(id, name, newEmail, passwordHash, newRoles, organization, createdAt, passwordSetAtMillis);
    }

    /** Without the hash: accounts end up in logs. */
    @Override
    public String toString() {
        return "Account[" + name + ", " + (roles.isEmpty() ? "" : EnumSet.copyOf(roles)) + "]";
    }
}
