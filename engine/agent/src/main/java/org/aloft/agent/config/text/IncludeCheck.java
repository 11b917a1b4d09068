package org.aloft.agent.config.text;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a missing include file an error: {@code include_check}, and the letter of {@code includer}, {@code
 * includem} …
 */
public enum IncludeCheck {
    /** A match is not a readable file. */
    READABLE,
    /** No file matches a name without wildcards. */
    MATCH,
    /** No file matches a name with wildcards. */
    WILDCARD_MATCH,
    /** A brace expansion matches no file. */
    BRACE_MATCH;

    private static final Map<String, Set<IncludeCheck>> KEYWORDS = Map.of(
            "include", EnumSet.noneOf(IncludeCheck.class),
            "includer", EnumSet.of(READABLE),
            "includem", EnumSet.of(READABLE, MATCH),
            "includew", EnumSet.of(READABLE, WILDCARD_MATCH),
            "includeb", EnumSet.of(READABLE, BRACE_MATCH),
            "includea", EnumSet.allOf(IncludeCheck.class));

    /** What a keyword checks beside what is checked anyway; empty for a word that includes nothing. */
    static Optional<Set<IncludeCheck>> ofKeyword(String word) {
        return Optional.ofNullable(KEYWORDS.get(word));
    }

    /** The line {@code include_check [OPTIONS]}: {@code +} adds to what is checked already, {@code -} takes away. */
    static Set<IncludeCheck> changed(Set<IncludeCheck> before, List<String> options) {
        if (options.isEmpty()) {
            return EnumSet.allOf(IncludeCheck.class);
        }
        boolean changes = options.get(0).startsWith("+") || options.get(0).startsWith("-");
        Set<IncludeCheck> checks = EnumSet.noneOf(IncludeCheck.class);
        if (changes) {
            checks.addAll(before);
        }
        boolean adds = true;
        for (String option : options) {
            boolean signed = option.startsWith("+") || option.startsWith("-");
            adds = signed ? option.startsWith("+") : adds;
            Optional<IncludeCheck> check = named(signed ? option.substring(1) : option);
            if (check.isPresent() && adds) {
                checks.add(check.get());
                checks.add(READABLE);
            } else {
                check.ifPresent(checks::remove);
            }
        }
        return checks;
    }

    /** By its name in {@code include_check}. */
    public static Optional<IncludeCheck> named(String option) {
        for (IncludeCheck check : values()) {
            if (check.name().toLowerCase(Locale.ROOT).equals(option)) {
                return Optional.of(check);
            }
        }
        return Optional.empty();
    }
}
