package holm.root.http;

import java.util.Set;

/**
 * Who may speak to the API beside this machine.
 *
 * @param allowOrigins origins of pages on other machines ({@code http://dashboard.lan}); {@code *} means all, for a lab
 * @param allowHosts names under which people reach this root, beside its own name and addresses; {@code *} means all
 */
public record ApiSettings(Set<String> allowOrigins, Set<String> allowHosts) {
    public static final ApiSettings LOCAL = new ApiSettings(Set.of(), Set.of());

    public ApiSettings {
        allowOrigins = Set.copyOf(allowOrigins);
        allowHosts = Set.copyOf(allowHosts);
    }
}
