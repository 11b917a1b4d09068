package org.aloft.topology.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that may hold secrets, and the same text as it may be shown. Both are made together, where the text is put
 * together, so that nothing downstream has to guess what is secret.
 *
 * @param reveal the true text; only what is sent to a host may use it
 * @param shown the text with each secret replaced by {@link #MASK}
 */
public record MaskedText(String reveal, String shown) {
    /** What stands in place of a secret. */
    public static final String MASK = "********";

    /** A text without secrets. */
    public static MaskedText plain(String text) {
        return new MaskedText(text, text);
    }

    /**
     * With one more secret masked wherever the shown form repeats it. One of three characters or less is masked only
     * where it stands alone: it would be found in half of the words.
     */
    public MaskedText masking(String secret) {
        if (secret.isEmpty() || !shown.contains(secret)) {
            return this;
        }
        String pattern = Pattern.quote(secret);
        String alone = secret.length() > 3 ? pattern : "(?<![A-Za-z0-9])" + pattern + "(?![A-Za-z0-9])";
        return new MaskedText(reveal, shown.replaceAll(alone, Matcher.quoteReplacement(MASK)));
    }

    /** Whether it holds a secret. */
    public boolean isSensitive() {
        return !reveal.equals(shown);
    }

    /** Never the true text. */
    @Override
    public String toString() {
        return shown;
    }
}
