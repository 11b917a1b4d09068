package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;

/**
 * Takes apart lines that are written as for {@code ip address}, {@code ip route} and {@code ip rule}: options one after
 * the other, most with one value. Pure.
 */
final class LineOptions {
    /** Words that stand before a value and belong to it: {@code mtu lock 1400}, {@code via inet6 fe80::1}. */
    private static final Set<String> BEFORE_VALUES = Set.of("lock", "inet", "inet6");

    private LineOptions() {}

    /**
     * One statement an option. A word that is no option becomes a statement of its own.
     *
     * @param knows whether a word is an option
     * @param flags the options without a value
     * @param groups the options whose values are options themselves, up to the next of the same name
     */
    static List<Statement> cut(List<Word> words, Predicate<String> knows, Set<String> flags, Set<String> groups) {
        List<Statement> options = new ArrayList<>();
        int next = 0;
        while (next < words.size()) {
            String keyword = words.get(next).text();
            int end = next + 1;
            if (groups.contains(keyword)) {
                while (end < words.size() && !words.get(end).text().equals(keyword)) {
                    end++;
                }
            } else if (knows.test(keyword) && !flags.contains(keyword)) {
                while (end < words.size() - 1
                        && BEFORE_VALUES.contains(words.get(end).text())) {
                    end++;
                }
                end = Math.min(end + 1, words.size());
            }
            options.add(new Statement(words.get(next), words.subList(next + 1, end), Optional.empty()));
            next = end;
        }
        return options;
    }

    /** The words of a line, parted by one blank. */
    static String text(List<Word> words) {
        return String.join(" ", words.stream().map(Word::text).toList());
    }

    /** Every word of a statement, its keyword first. */
    static List<Word> words(Statement line) {
        List<Word> words = new ArrayList<>(List.of(line.keyword()));
        words.addAll(line.values());
        return words;
    }
}
