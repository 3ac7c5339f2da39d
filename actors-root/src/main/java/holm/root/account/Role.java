package holm.root.account;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an account may do, in Oakestra's words. Only {@link #ADMIN} opens anything by itself; all may have applications. */
public enum Role {
    ADMIN("Admin"),
    ORGANIZATION_ADMIN("Organization_Admin"),
    APPLICATION_PROVIDER("Application_Provider"),
    INFRASTRUCTURE_PROVIDER("Infrastructure_Provider");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Role> tryOf(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
