package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aloft.topology.model.MaskedText;

/**
 * A call of a shell function with its words: what a step does, as data.
 *
 * @param function one of those under {@code org/aloft/plan/shell}
 * @param words its arguments, unquoted; may hold secrets
 */
public record Call(String function, List<MaskedText> words) {
    public Call {
        words = List.copyOf(words);
    }

    /** A call without secrets. */
    public static Call of(String function, String... words) {
        return new Call(function, Arrays.stream(words).map(MaskedText::plain).toList());
    }

    /** The function and its words as they may be shown. */
    public List<String> shown() {
        List<String> shown = new ArrayList<>(List.of(function));
        words.forEach(word -> shown.add(word.shown()));
        return shown;
    }
}
