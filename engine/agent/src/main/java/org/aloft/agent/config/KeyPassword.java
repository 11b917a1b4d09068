package org.aloft.agent.config;

/** What a private key is encrypted with. Its text never appears in {@link #toString()}. Immutable. */
public final class KeyPassword {
    private final String text;

    /**
     * Keeps it to itself.
     *
     * @param text as the file has it, not empty
     */
    public KeyPassword(String text) {
        this.text = text;
    }

    /** A new array each time, for the caller to clear. */
    public char[] characters() {
        return text.toCharArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPassword that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
