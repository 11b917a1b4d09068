package org.aloft.plan.resource;

import java.util.regex.Pattern;
import org.aloft.topology.model.MaskedText;

/**
 * Hides what looks like a secret in a file that somebody else wrote, or that Aloft wrote for an earlier topology.
 * Secrets of today's topology are masked where they enter ({@link MaskedText}); of those nobody can know here.
 */
final class SecretText {
    /** The rest of the line after a word that announces a secret: {@code auth_pass x}, {@code db_password=x}. */
    private static final Pattern ANNOUNCED = Pattern.compile(
            "(?im)^(.*?[\\w.-]*(?:auth_pass|passw(?:or)?d|passphrase|secret|token|api_?key|authorization)"
                    + "\\b[\"']?[ \\t:=]+[\"']?)[^\\s].*$");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----\n).*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)");

    private SecretText() {}

    static String masked(String text) {
        String withoutKeys = PRIVATE_KEY.matcher(text).replaceAll("$1" + MaskedText.MASK + "\n$2");
        return ANNOUNCED.matcher(withoutKeys).replaceAll("$1" + MaskedText.MASK);
    }
}
