package org.aloft.agent.config.difference;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.HexBytes;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.ScriptLine;

/**
 * A value of the configuration that may hold a token or a password. It equals what it covers, so that a change is
 * still seen, and its text is the part of it that anybody may read: any user of the host can follow events, and
 * webhooks carry them elsewhere. Immutable.
 */
final class Unsaid {
    /** Values that are strings like others and may hold secrets all the same: the command line of a tracked process. */
    private static final Set<String> WORDS = Set.of("parameters");

    private final Object value;
    private final String text;

    private Unsaid(Object value, String text) {
        this.value = value;
        this.text = text;
    }

    /**
     * The value with whatever may be secret in it covered.
     *
     * @param word the keyword, or the name of the record's component
     */
    static Object cover(String word, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(inner -> cover(word, inner));
        }
        if (WORDS.contains(word)) {
            return new Unsaid(value, value instanceof Collection<?> several && several.isEmpty() ? "none" : "…");
        }
        if (value instanceof List<?> several) {
            return several.stream().map(element -> cover(word, element)).toList();
        }
        return one(value);
    }

    private static Object one(Object value) {
        if (value instanceof URI address) {
            return new Unsaid(value, address.getScheme() + "://" + address.getRawAuthority() + "/…");
        }
        if (value instanceof ScriptLine) {
            return new Unsaid(value, value.toString()); // its text says the program alone
        }
        if (value instanceof HexBytes) {
            return new Unsaid(value, "…");
        }
        if (value instanceof String text && !HttpUrlBlock.said(text).equals(text)) {
            return new Unsaid(value, HttpUrlBlock.said(text));
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unsaid that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
