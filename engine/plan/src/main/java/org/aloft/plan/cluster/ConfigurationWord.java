package org.aloft.plan.cluster;

import java.util.regex.Pattern;

/** A word as it is written into a file in the language of keepalived.conf(5). */
final class ConfigurationWord {
    /** What means nothing there: no blank, quote, brace, backslash, nor #, ! and $. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~/?=&%+:,;@*()\\[\\]-]+");

    private ConfigurationWord() {}

    /** As it stands where that is safe, else in quotes. */
    static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    /** In double quotes, inside which a backslash escapes. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
