package org.aloft.topology.model;

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
