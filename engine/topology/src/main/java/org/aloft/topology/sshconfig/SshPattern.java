package org.aloft.topology.sshconfig;

import java.util.List;
import java.util.Locale;

/** Patterns of ssh_config(5): {@code *} and {@code ?}, and {@code !} before one that must not match. */
final class SshPattern {
    private SshPattern() {}

    /** Whether the whole text matches; takes at most length of the one times length of the other steps. */
    static boolean matches(String pattern, String text) {
        int inPattern = 0;
        int inText = 0;
        int star = -1;
        int behindStar = 0;
        while (inText < text.length()) {
            char wanted = inPattern < pattern.length() ? pattern.charAt(inPattern) : '\0';
            if (inPattern < pattern.length() && wanted == '*') {
                star = inPattern++;
                behindStar = inText;
            } else if (inPattern < pattern.length() && (wanted == '?' || wanted == text.charAt(inText))) {
                inPattern++;
                inText++;
            } else if (star >= 0) {
                inPattern = star + 1;
                inText = ++behindStar;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    /** Whether one of them matches, and none of those with {@code !} before them does. */
    static boolean anyMatches(List<String> patterns, String text) {
        boolean any = false;
        for (String pattern : patterns) {
            boolean negated = pattern.startsWith("!");
            if (matches(negated ? pattern.substring(1) : pattern, text)) {
                if (negated) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /** As {@link #anyMatches}, for patterns with commas between them. */
    static boolean listMatches(String patterns, String text) {
        return anyMatches(List.of(patterns.split(",", -1)), text);
    }

    /** As {@link #listMatches}; small letters and capitals are the same, as in names of hosts. */
    static boolean hostMatches(String patterns, String host) {
        return listMatches(patterns.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
    }
}
