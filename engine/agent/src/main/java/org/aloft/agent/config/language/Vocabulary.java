package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.aloft.agent.config.language.KeywordStatus.Support;
import org.aloft.agent.config.text.BlockWords.Braces;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Spelling;
import org.aloft.agent.config.text.Statement;

/**
 * The keywords that one block understands, each with what it does to the block's draft. A keyword that is not in the
 * table is an error with a suggestion: nothing in a file is passed over in silence.
 *
 * @param <D> the draft that the block's statements fill
 */
final class Vocabulary<D> {
    /** What a keyword does. */
    @FunctionalInterface
    interface Meaning<D> {
        void apply(Arguments arguments, D draft);
    }

    private static final String OLD_NAME = "an old name of ";

    private record Entry<D>(Support support, String explanation, Braces braces, Meaning<D> meaning) {
        /** Whether it is worth telling somebody who asks what could stand here. */
        boolean isToBeWritten() {
            return support == Support.WORKS && !explanation.startsWith(OLD_NAME);
        }

        <B> Entry<B> within(Function<B, D> side) {
            return new Entry<>(
                    support, explanation, braces, (arguments, block) -> meaning.apply(arguments, side.apply(block)));
        }
    }

    /** A vocabulary for a part of this block's draft. */
    private record Side<D, S>(Supplier<Vocabulary<S>> vocabulary, Function<D, S> part) {
        Entry<D> find(String keyword) {
            Entry<S> found = vocabulary.get().find(keyword);
            return found == null ? null : found.within(part);
        }

        Map<String, Entry<D>> all() {
            Map<String, Entry<D>> all = new LinkedHashMap<>();
            vocabulary.get().all().forEach((keyword, entry) -> all.put(keyword, entry.within(part)));
            return all;
        }
    }

    private final String block;
    private final Map<String, Entry<D>> own = new LinkedHashMap<>();
    private final List<Side<D, ?>> sides = new ArrayList<>();

    /** @param block as the user knows it, for messages: {@code vrrp_instance}, or {@code the top level} */
    Vocabulary(String block) {
        this.block = block;
    }

    /** Adds a keyword that has no block of its own. */
    Vocabulary<D> word(String keyword, Meaning<D> meaning) {
        return works(keyword, Braces.NONE, (arguments, draft) -> {
            arguments.refuseBlock();
            meaning.apply(arguments, draft);
            arguments.refuseRest();
        });
    }

    /**
     * The same, of which not every value works.
     *
     * @param explanation for the table of keywords: which values do, and what to do instead of the others
     */
    Vocabulary<D> word(String keyword, String explanation, Meaning<D> meaning) {
        word(keyword, meaning);
        own.computeIfPresent(
                keyword, (same, entry) -> new Entry<>(entry.support(), explanation, entry.braces(), entry.meaning()));
        return this;
    }

    /** Adds a keyword that must have a block. */
    Vocabulary<D> block(String keyword, Meaning<D> meaning) {
        return works(keyword, Braces.NEEDED, (arguments, draft) -> {
            if (arguments.requireBlock()) {
                meaning.apply(arguments, draft);
                arguments.refuseRest();
            }
        });
    }

    private Vocabulary<D> works(String keyword, Braces braces, Meaning<D> meaning) {
        own.put(keyword, new Entry<>(Support.WORKS, "", braces, meaning));
        return this;
    }

    /**
     * Adds the name that a keyword had in earlier versions of keepalived. It does the same, with a
     * warning.
     *
     * @param today one of this vocabulary's keywords
     */
    Vocabulary<D> formerly(String keyword, String today) {
        Meaning<D> meaning = (arguments, draft) -> {
            arguments
                    .problems()
                    .warning(arguments.statement().position(), keyword + " is " + OLD_NAME + today + "; write that");
            find(today).meaning().apply(arguments, draft);
        };
        own.put(keyword, new Entry<>(Support.WORKS, OLD_NAME + "`" + today + "`", Braces.EITHER, meaning));
        return this;
    }

    /**
     * Adds a keyword that is accepted with its values and its block, and does nothing.
     *
     * @param why what it does not do and why that is harmless; follows "KEYWORD does nothing here: "
     */
    Vocabulary<D> warned(String keyword, String why) {
        Meaning<D> meaning = (arguments, draft) ->
                arguments.problems().warning(arguments.statement().position(), keyword + " does nothing here: " + why);
        own.put(keyword, new Entry<>(Support.WARNED, why, Braces.EITHER, meaning));
        return this;
    }

    /**
     * Adds a keyword, with its values and its block, that makes the file unusable.
     *
     * @param instead what to write or do in its place; follows "KEYWORD is not supported: "
     */
    Vocabulary<D> refused(String keyword, String instead) {
        Meaning<D> meaning = (arguments, draft) ->
                arguments.problems().error(arguments.statement().position(), keyword + " is not supported: " + instead);
        own.put(keyword, new Entry<>(Support.REFUSED, instead, Braces.EITHER, meaning));
        return this;
    }

    /**
     * Adds the keywords of a vocabulary that covers one side of this block, such as who wins an election. Where both
     * have a keyword, this one's own counts.
     *
     * @param other asked for only when a keyword is none of those added before it: most files use few sides of what
     *     could be written, and a start need not wait for the others to be made
     * @param side where in this block's draft that side is kept
     */
    <S> Vocabulary<D> with(Supplier<Vocabulary<S>> other, Function<D, S> side) {
        sides.add(new Side<>(other, side));
        return this;
    }

    /** Every keyword, its own before those of its sides. */
    List<KeywordStatus> table() {
        return all().entrySet().stream()
                .map(keyword -> new KeywordStatus(
                        block,
                        keyword.getKey(),
                        keyword.getValue().support(),
                        keyword.getValue().explanation()))
                .toList();
    }

    private Map<String, Entry<D>> all() {
        Map<String, Entry<D>> all = new LinkedHashMap<>(own);
        sides.forEach(side -> side.all().forEach(all::putIfAbsent));
        return all;
    }

    boolean knows(String keyword) {
        return find(keyword) != null;
    }

    /** How a keyword is used; empty for one that means nothing here. */
    Optional<Braces> use(String keyword) {
        return Optional.ofNullable(find(keyword)).map(Entry::braces);
    }

    /**
     * Whether one of a block's lines is about a keyword, be it misspelled: what is wrong with that line has been said,
     * and that the block is without the keyword need not be.
     */
    boolean mentions(List<Statement> statements, String keyword) {
        return statements.stream()
                .map(Statement::name)
                .anyMatch(name -> name.equals(keyword)
                        || (!knows(name)
                                && Spelling.nearest(name, all().keySet()).equals(Optional.of(keyword))));
    }

    /** Null for a keyword that means nothing here. */
    private Entry<D> find(String keyword) {
        Entry<D> found = own.get(keyword);
        for (int side = 0; found == null && side < sides.size(); side++) {
            found = sides.get(side).find(keyword);
        }
        return found;
    }

    void read(List<Statement> statements, D draft, Problems problems) {
        boolean astray = false;
        for (Statement statement : statements) {
            Entry<D> entry = find(statement.name());
            astray = entry == null
                    ? astray
                    : entry.braces() == Braces.NEEDED && statement.block().isEmpty();
            if (entry == null && astray) {
                continue; // it belongs to the block that is missing, which was said
            }
            if (entry == null) {
                problems.error(statement.position(), problems.areFull() ? "" : unknown(statement.name()));
            } else {
                entry.meaning().apply(new Arguments(statement, problems), draft);
            }
        }
    }

    private String unknown(String keyword) {
        String sentence = "unknown keyword in " + block + ": " + Spelling.visible(keyword);
        Map<String, Entry<D>> keywords = all();
        List<String> works = keywords.entrySet().stream()
                .filter(candidate -> candidate.getValue().isToBeWritten())
                .map(Map.Entry::getKey)
                .toList();
        return Spelling.nearest(keyword, keywords.keySet())
                .map(near -> sentence + "; did you mean " + near + "?")
                .orElse(sentence + "; this version of aloftd understands here: " + String.join(", ", works));
    }
}
