package org.aloft.plan.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aloft.topology.model.MaskedText;

/**
 * Hides what looks like a secret in a file that somebody else wrote, or that Aloft wrote for an earlier topology.
 * Secrets of today's topology are masked where they enter ({@link MaskedText}); of those nobody can know here.
 */
final class SecretText {
    /**
     * The rest of the line after a word that announces a secret: {@code auth_pass x}, {@code db_password=x}. The first
     * letter is looked at alone, because the files of very many hosts pass through here.
     */
    private static final Pattern ANNOUNCED =
            Pattern.compile("(?im)(?=[apst])((?:auth_pass|passw(?:or)?d|passphrase|secret|token|api_?key|authorization)"
                    + "\\b[\"']?[ \\t:=]+[\"']?)[^\\s].*$");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----\n).*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)");

    private SecretText() {}

    /**
     * A text that a file held before, hidden also where the text that comes hides something: there its own secret
     * stands. Empty when that place cannot be told: a line of the new text is nothing but a secret, or a secret has
     * several lines.
     */
    static Optional<String> before(String text, MaskedText coming) {
        List<String> hiding = coming.shown()
                .lines()
                .filter(line -> line.contains(MaskedText.MASK))
                .distinct()
                .toList();
        boolean placeUnknown = hiding.stream()
                        .anyMatch(line -> line.replace(MaskedText.MASK, "").isBlank())
                || coming.reveal().lines().count() != coming.shown().lines().count();
        if (placeUnknown && coming.isSensitive()) {
            return Optional.empty();
        }
        String shown = masked(text);
        for (String line : hiding) {
            shown = anySecretIn(line).matcher(shown).replaceAll(Matcher.quoteReplacement(line));
        }
        return Optional.of(shown);
    }

    /** Every line that is this one but for its secrets. */
    private static Pattern anySecretIn(String line) {
        return Pattern.compile(Arrays.stream(line.split(Pattern.quote(MaskedText.MASK), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*", "(?m)^", "$")));
    }

    static String masked(String text) {
        String withoutKeys = PRIVATE_KEY.matcher(text).replaceAll("$1" + MaskedText.MASK + "\n$2");
        return ANNOUNCED.matcher(withoutKeys).replaceAll("$1" + MaskedText.MASK);
    }
}
