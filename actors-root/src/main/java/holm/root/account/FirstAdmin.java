package holm.root.account;

import java.util.Optional;

/**
 * How the operator can log in, to be said once at start.
 *
 * @param generatedPassword of the account Admin; only at the start that made it
 * @param defaultPassword whether Admin/Admin works now
 */
public record FirstAdmin(Optional<String> generatedPassword, boolean defaultPassword) {
    /** Passwords do not belong into logs. */
    @Override
    public String toString() {
        return "FirstAdmin[generated=" + generatedPassword.isPresent() + ", default=" + defaultPassword + "]";
    }
}
