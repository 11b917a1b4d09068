package org.aloft.agent.config.language;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tables of the words that a value may be, in the order in which messages list them. */
final class Choices {
    private Choices() {}

    static Map<String, String> words(String... words) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String word : words) {
            table.put(word, word);
        }
        return table;
    }

    @SafeVarargs
    static <E extends Enum<E>> Map<String, E> names(E... values) {
        Map<String, E> table = new LinkedHashMap<>();
        for (E value : values) {
            table.put(value.name(), value);
        }
        return table;
    }
}
