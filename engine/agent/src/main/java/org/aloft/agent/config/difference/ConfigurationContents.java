package org.aloft.agent.config.difference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.text.Position;

/** Finds everything of one kind in a configuration, in whatever block it stands. */
public final class ConfigurationContents {
    private ConfigurationContents() {}

    /**
     * A value and the keyword that it was written after.
     *
     * @param block such as {@code vrrp_instance VI_1}; empty at the top level
     * @param keyword in the file's spelling where the record's component is named after it
     */
    public record Found<T>(String block, String keyword, T value) {}

    /** Every value of that type, in the order of the blocks. */
    public static <T> List<Found<T>> everywhere(Configuration configuration, Class<T> type) {
        List<Found<T>> found = new ArrayList<>();
        collect("", "", configuration, type, found);
        return found;
    }

    /** Every value of that type in one record. */
    static <T> List<T> in(Record record, Class<T> type) {
        List<Found<T>> found = new ArrayList<>();
        collect("", "", record, type, found);
        return found.stream().map(Found::value).toList();
    }

    private static <T> void collect(String block, String word, Object value, Class<T> type, List<Found<T>> found) {
        if (type.isInstance(value)) {
            found.add(new Found<>(block, word, type.cast(value)));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(inner -> collect(block, word, inner, type, found));
        } else if (value instanceof Collection<?> several) {
            several.forEach(element -> collect(
                    RecordWords.isBlock(element) ? RecordWords.identity(element) : block, word, element, type, found));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> collect(block, word, element, type, found));
        } else if (value instanceof Record && !(value instanceof Position)) {
            String inner = value instanceof GlobalDefinitions ? "global_defs" : block;
            RecordWords.parts(value).forEach(part -> collect(inner, part.word(), part.value(), type, found));
        }
    }
}
