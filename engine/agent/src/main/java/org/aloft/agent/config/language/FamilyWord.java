package org.aloft.agent.config.language;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code inet} or {@code inet6}. */
final class FamilyWord {
    private static final Map<String, Boolean> WORDS = new LinkedHashMap<>(); // in the order of messages

    static {
        WORDS.put("inet", false);
        WORDS.put("inet6", true);
    }

    private FamilyWord() {}

    static Optional<Boolean> isIpv6(Arguments arguments) {
        return arguments.oneOf(WORDS, text -> text.toLowerCase(Locale.ROOT));
    }
}
