package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * One map of the topology file, asked key by key. Whatever is wrong with an answer is a problem at its place, and the
 * answer is then empty: the reading goes on and finds the next mistake. Keys that are not known are told at once.
 */
final class Block {
    private static final Pattern GLUED = Pattern.compile("[^:\\s]+:[^:\\s]+");

    private final YamlValue.Mapping map;
    private final String path;
    private final Template template;
    private final Problems problems;

    private Block(YamlValue.Mapping map, String path, Template template, Problems problems) {
        this.map = map;
        this.path = path;
        this.template = template;
        this.problems = problems;
    }

    /** The value as a block, if it is a map. */
    static Optional<Block> of(YamlValue value, String path, Template template, Problems problems) {
        return of(value, path, template, problems, "Write `key: value`, indented.");
    }

    private static Optional<Block> of(YamlValue value, String path, Template template, Problems problems, String fix) {
        if (value instanceof YamlValue.Mapping map) {
            return Optional.of(new Block(withBlanksBehindColons(map, path, problems), path, template, problems));
        }
        problems.add(value.at(), path, "wrong-type", "must be a map, but is " + value.kind(), fix);
        return Optional.empty();
    }

    /** YAML takes {@code {lvs1:100}} for a key without a value. It is told, and then read as it was meant. */
    private static YamlValue.Mapping withBlanksBehindColons(YamlValue.Mapping map, String path, Problems problems) {
        if (map.entries().values().stream().noneMatch(Block::isGlued)) {
            return map;
        }
        Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> {
            if (!isGlued(entry)) {
                entries.put(key, entry);
                return;
            }
            int colon = key.indexOf(':');
            String name = key.substring(0, colon);
            String value = key.substring(colon + 1);
            Position at = entry.keyAt();
            problems.add(
                    new Position(at.file(), at.line(), at.column() + colon),
                    path,
                    "no-blank",
                    "a blank is missing behind the colon: " + key,
                    "Write " + name + ": " + value + ".");
            YamlValue meant = new YamlValue.Scalar(at, value, YamlValue.ScalarKind.TEXT);
            entries.put(name, new YamlValue.Entry(at, name, meant));
        });
        return new YamlValue.Mapping(map.at(), entries);
    }

    private static boolean isGlued(YamlValue.Entry entry) {
        return entry.value() instanceof YamlValue.Scalar scalar
                && scalar.scalarKind() == YamlValue.ScalarKind.NULL
                && GLUED.matcher(entry.key()).matches();
    }

    /** Tells every key that the table does not know, and every one that must be there and is not. */
    Block check(Keys keys) {
        return check(keys, keys.all());
    }

    /** @param present of these, those with an example must be there */
    Block check(Keys keys, List<Key<?>> present) {
        Set<String> replaced = new HashSet<>();
        for (YamlValue.Entry entry : map.entries().values()) {
            if (!keys.takes(entry.key())) {
                String fix = tellUnknown(entry, keys);
                // What stands there under another word is not missing as well.
                keys.names().stream()
                        .filter(name -> fix.contains("`" + name + "`") || fix.contains("`" + name + ":"))
                        .filter(name -> keys.foreign(entry).isPresent())
                        .forEach(replaced::add);
            }
        }
        for (Key<?> key : present) {
            if (key.example().isPresent() && !has(key.name()) && !replaced.contains(key.name())) {
                problems.add(
                        map.at(),
                        path,
                        "missing-key",
                        "`" + key.name() + "` is missing",
                        "Add `" + key.example().get() + "`.");
            }
        }
        return this;
    }

    /** What is told to write instead. */
    private String tellUnknown(YamlValue.Entry entry, Keys keys) {
        Optional<Keys.Foreign> foreign = keys.foreign(entry);
        if (foreign.isEmpty()) {
            String elsewhere = Keys.placesOf(entry.key()).stream()
                    .filter(place -> !place.contains(".check.")) // these are as ordinary as `name`
                    .map(Keys::inWords)
                    .collect(Collectors.joining(" or "));
            String fix = (elsewhere.isEmpty() ? "" : "Write it " + elsewhere + ". ")
                    + Suggestion.fix(entry.key(), keys.names(), "Known keys here");
            problems.add(entry.keyAt(), pathOf(entry.key()), "unknown-key", "unknown key", fix);
            return fix;
        }
        tell(entry, pathOf(entry.key()), foreign.get());
        foreign.flatMap(Keys.Foreign::ours)
                .ifPresent(ours -> answerBelow(entry.key(), entry.value(), pathOf(entry.key())));
        return foreign.get().fix();
    }

    /** Answers the words of keepalived in the blocks below one of them; what is called the same here needs no answer. */
    private void answerBelow(String word, YamlValue value, String above) {
        if (value instanceof YamlValue.Mapping below) {
            below.entries().values().forEach(entry -> {
                String key = above + "." + entry.key();
                Optional<Keys.Foreign> answer = KeepalivedWords.answerBelow(word, entry);
                answer.ifPresent(told -> tell(entry, key, told));
                answerBelow(answer.isPresent() ? entry.key() : word, entry.value(), key);
            });
        }
    }

    private void tell(YamlValue.Entry entry, String key, Keys.Foreign answer) {
        problems.add(entry.keyAt(), key, answer.code(), answer.message(), answer.fix());
    }

    /** The same block, read with other variables. */
    Block with(Template other) {
        return new Block(map, path, other, problems);
    }

    Position at() {
        return map.at();
    }

    String path() {
        return path;
    }

    Problems problems() {
        return problems;
    }

    Template template() {
        return template;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return map.entries().containsKey(key);
    }

    Optional<YamlValue> value(String key) {
        return Optional.ofNullable(map.entries().get(key)).map(YamlValue.Entry::value);
    }

    /** Every key with its value, for maps whose keys are names that the user chose. */
    List<YamlValue.Entry> entries() {
        return List.copyOf(map.entries().values());
    }

    /** The map below the key; a problem if it is none. */
    Optional<Block> block(Key<Void> key) {
        String fix = key.example().map(line -> "Write `" + line + "`.").orElse(key.fix());
        return value(key.name()).flatMap(value -> of(value, pathOf(key.name()), template, problems, fix));
    }

    /** As {@link #block}, where the key alone stands for a map with nothing in it. */
    Optional<Block> blockOrNothing(Key<Void> key) {
        return value(key.name())
                .filter(value -> value.plain() == null)
                .map(value ->
                        new Block(new YamlValue.Mapping(value.at(), Map.of()), pathOf(key.name()), template, problems))
                .or(() -> block(key));
    }

    /** The key's values, one by one; what is wrong is told and left out. */
    <T> List<Located<T>> readAll(Key<T> key) {
        return texts(key.name()).stream()
                .flatMap(text -> parse(text, key).stream())
                .toList();
    }

    /** The key's value; empty where it is left out, or wrong (then with a problem). */
    <T> Optional<Located<T>> read(Key<T> key) {
        return text(key.name()).flatMap(text -> parse(text, key));
    }

    /** The key's value, or what stands for it where it is left out or wrong. */
    <T> T orFallback(Key<T> key) {
        return read(key).map(Located::value).orElseGet(key::fallbackValue);
    }

    /** Turns a text into what the key takes. */
    <T> Optional<Located<T>> parse(Located<String> text, Key<T> key) {
        Shape shape = key.shape() instanceof Shape.Many many ? many.item() : key.shape();
        if (shape instanceof Shape.Word choice) {
            return word(text, key, choice);
        }
        if (shape instanceof Shape.Truth) {
            return truth(text).flatMap(truth -> parse(text.with(truth), key.reader(), key.fix()));
        }
        return parse(text, key.reader(), key.fix());
    }

    private <T> Optional<Located<T>> word(Located<String> text, Key<T> key, Shape.Word choice) {
        if (choice.words().contains(text.value())) {
            return Optional.of(text.with(key.reader().apply(text.value())));
        }
        String ours = key.otherWords().get(text.value().toLowerCase(Locale.ROOT));
        problems.add(
                text.at(),
                text.key(),
                "bad-value",
                "must be one of " + String.join(", ", choice.words()) + ": " + text.value(),
                ours != null ? ours : Suggestion.fix(text.value(), choice.words(), "Known"));
        return Optional.empty();
    }

    /** {@code true} or {@code false}, or YAML's other words for them. */
    private Optional<String> truth(Located<String> text) {
        return switch (text.value().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of("true");
            case "false", "no", "off" -> Optional.of("false");
            default -> {
                problems.add(
                        text.at(),
                        text.key(),
                        "bad-value",
                        "must be true or false: " + text.value(),
                        "Write true or false.");
                yield Optional.empty();
            }
        };
    }

    /** The key's text as written, or nothing: to look before it is read. */
    String peek(String key) {
        return value(key)
                .filter(YamlValue.Scalar.class::isInstance)
                .map(value -> ((YamlValue.Scalar) value).text())
                .orElse("");
    }

    /** Tells that the value of a key that is there cannot be used. */
    void refuse(String key, String code, String message, String fix) {
        value(key).ifPresent(value -> problems.add(value.at(), pathOf(key), code, message, fix));
    }

    /** The key's text, as written but for {@code {{ variables }}}. */
    Optional<Located<String>> text(String key) {
        return value(key).flatMap(value -> scalar(value, pathOf(key)));
    }

    /** The key's text with its secrets masked in the shown form. */
    Optional<MaskedText> maskedText(String key) {
        return value(key).flatMap(value -> maskedScalar(value, pathOf(key))).map(Located::value);
    }

    /** A value's text, if it is a single value. */
    Optional<Located<String>> scalar(YamlValue value, String key) {
        return maskedScalar(value, key).map(text -> text.with(text.value().reveal()));
    }

    private Optional<Located<MaskedText>> maskedScalar(YamlValue value, String key) {
        if (value.plain() instanceof YamlValue.Encrypted encrypted) {
            return template.open(encrypted, key).map(text -> new Located<>(text, value.at(), key));
        }
        if (value instanceof YamlValue.Scalar scalar && scalar.scalarKind() != YamlValue.ScalarKind.NULL) {
            return template.renderMasked(scalar.text(), scalar.at(), key)
                    .map(text -> new Located<>(text, scalar.at(), key));
        }
        problems.add(
                value.at(), key, "wrong-type", "must be a single value, but is " + value.kind(), "Write one value.");
        return Optional.empty();
    }

    /** The texts of a list; a single value counts as a list of one. */
    List<Located<String>> texts(String key) {
        List<Located<String>> texts = new ArrayList<>();
        items(key).forEach(item -> scalar(item, pathOf(key)).ifPresent(texts::add));
        return texts;
    }

    /** The items of a list; a single value or map counts as a list of one. */
    List<YamlValue> items(String key) {
        return value(key)
                .map(value -> value instanceof YamlValue.Sequence list ? list.items() : List.of(value))
                .orElse(List.of());
    }

    /** A text that a reader turns into a value, or refuses with an IllegalArgumentException: rule first, then value. */
    <T> Optional<Located<T>> parse(Located<String> text, Function<String, T> reader, String fix) {
        try {
            return Optional.of(text.with(reader.apply(text.value())));
        } catch (IllegalArgumentException e) {
            String code = e instanceof BadValue bad ? bad.code() : "bad-value";
            problems.add(text.at(), text.key(), code, e.getMessage(), fix);
            return Optional.empty();
        }
    }
}
