package org.aloft.topology.inventory;

import java.util.regex.Pattern;

/**
 * Variables whose name says that their value is a secret: {@code db_password}, {@code vault.token}, {@code
 * ansible_become_pass}.
 */
final class SecretNames {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passwd|passphrase|secret|token|api_?key|private_?key).*|(.*[_.-])?pass");
    /** The path of a secret is none. */
    private static final Pattern PLACE = Pattern.compile("(?i).*_(file|path|dir)");

    private SecretNames() {}

    /** Whether the name, dotted or not, says so. */
    static boolean says(String name) {
        return SECRET.matcher(name).matches() && !PLACE.matcher(name).matches();
    }
}
