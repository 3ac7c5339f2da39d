package holm.app.tier;

import holm.root.account.FirstAdmin;
import java.util.ArrayList;
import java.util.List;

/** What a person is told when Holm is ready. */
final class Banner {
    private Banner() {}

    /** How to log in. A generated password is said here and nowhere else. */
    static List<String> login(FirstAdmin admin) {
        var lines = new ArrayList<String>();
        if (admin.generatedPassword().isPresent()) {
            lines.add("log in as Admin with the password %s (said only this once)"
                    .formatted(admin.generatedPassword().get()));
        } else if (admin.defaultPassword()) {
            lines.add("log in as Admin with the password Admin: Oakestra's default, which its clients hard-code");
        } else {
            lines.add("log in as Admin with the password you chose");
        }
        return lines;
    }
}
