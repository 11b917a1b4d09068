package org.aloft.topology.file;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.aloft.topology.model.IpPrefix;

/**
 * One key of a block: everything that is known about it, said once. The reader, the JSON Schema and the test of every
 * property are made from it.
 *
 * @param name as written in the file
 * @param shape what its value looks like
 * @param reader turns the text of a single value into what it means, or refuses it; null for maps and lists
 * @param fix what to write where the reader refuses a value
 * @param fallback the text that stands for a key that is left out; empty: nothing does
 * @param example the whole line, for a key that must be there; empty: it may be left out
 * @param otherWords words that others use for one of a choice → ours
 * @param help one line about what it is for
 */
record Key<T>(
        String name,
        Shape shape,
        Function<String, T> reader,
        String fix,
        Optional<String> fallback,
        Optional<String> example,
        Map<String, String> otherWords,
        String help) {

    /** An address, for the JSON Schema. */
    static final String ADDRESS_PATTERN = "^[0-9a-fA-F.:]+$";

    /** An absolute path of a file, for the JSON Schema, whose regular expressions have no word for control characters. */
    static final String PATH_PATTERN = "^/.*[^/]$";

    private static <T> Key<T> of(String name, Shape shape, Function<String, T> reader, String fix) {
        return new Key<>(name, shape, reader, fix, Optional.empty(), Optional.empty(), Map.of(), "");
    }

    static Key<Integer> whole(String name, int least, int most, String fix) {
        return of(name, new Shape.Whole(least, most), Values.integer(name, least, most), fix);
    }

    static Key<Duration> time(String name, Duration least, Duration most, String fix) {
        return of(name, new Shape.Time(), Values.duration(name, least, most), fix);
    }

    /** As {@link #time}, with a rule of its own beside the range. */
    static Key<Duration> time(String name, Function<String, Duration> reader, String fix) {
        return of(name, new Shape.Time(), reader, fix);
    }

    static <T> Key<T> choice(String name, Map<String, T> choices) {
        return of(name, new Shape.Word(List.copyOf(choices.keySet())), choices::get, "");
    }

    static Key<String> choice(String name, List<String> words) {
        Map<String, String> choices = new LinkedHashMap<>();
        words.forEach(word -> choices.put(word, word));
        return choice(name, choices);
    }

    static Key<Boolean> truth(String name) {
        return of(name, new Shape.Truth(), Boolean::valueOf, "");
    }

    static Key<InetAddress> address(String name, Function<String, InetAddress> reader, String fix) {
        return of(name, new Shape.Pattern(ADDRESS_PATTERN), reader, fix);
    }

    /** A VIP with or without a prefix length. */
    static Key<IpPrefix> prefix(String name, String fix) {
        return of(name, new Shape.Pattern("^[0-9a-fA-F.:]+(/[0-9]{1,3})?$"), Values::virtualAddress, fix);
    }

    static Key<String> named(String name, NameRule rule, String fix) {
        return of(name, new Shape.Pattern(rule.regex()), rule::check, fix);
    }

    static <T> Key<T> text(String name, Function<String, T> reader, String fix) {
        return of(name, new Shape.Text(), reader, fix);
    }

    /** A list of names, or one. */
    static Key<String> manyNamed(String name, NameRule rule, String fix) {
        return of(name, new Shape.Many(new Shape.Pattern(rule.regex())), rule::check, fix);
    }

    /** A map or list, which its block reads in a way of its own. */
    static Key<Void> structure(String name, Shape shape) {
        return of(name, shape, null, "Write `key: value`, indented.");
    }

    /** As above, with an example for who writes something else. */
    static Key<Void> structure(String name, Shape shape, String example) {
        return of(name, shape, null, "Write `" + example + "`.");
    }

    Key<T> required(String line) {
        return new Key<>(name, shape, reader, fix, fallback, Optional.of(line), otherWords, help);
    }

    Key<T> otherwise(String text) {
        return new Key<>(name, shape, reader, fix, Optional.of(text), example, otherWords, help);
    }

    Key<T> help(String line) {
        return new Key<>(name, shape, reader, fix, fallback, example, otherWords, line);
    }

    /** What others call one of the choices. */
    Key<T> alsoCalled(Map<String, String> words) {
        return new Key<>(name, shape, reader, fix, fallback, example, words, help);
    }

    Key<T> withShape(Shape other) {
        return new Key<>(name, other, reader, fix, fallback, example, otherWords, help);
    }

    /** What the key means where it is left out. */
    T fallbackValue() {
        return reader.apply(fallback.orElseThrow());
    }
}
