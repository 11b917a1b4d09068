package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        if (value instanceof YamlValue.Mapping map) {
            return Optional.of(new Block(map, path, template, problems));
        }
        problems.add(
                value.at(),
                path,
                "wrong-type",
                "must be a map, but is " + value.kind(),
                "Write `key: value`, indented.");
        return Optional.empty();
    }

    /** Tells every key that is not among these. */
    Block allow(List<String> known) {
        map.entries().values().stream()
                .filter(entry -> !known.contains(entry.key()))
                .forEach(entry -> problems.add(
                        entry.keyAt(),
                        pathOf(entry.key()),
                        "unknown-key",
                        "unknown key",
                        Suggestion.fix(entry.key(), known, "Known keys here")));
        return this;
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
    Optional<Block> block(String key) {
        return value(key).flatMap(value -> of(value, pathOf(key), template, problems));
    }

    /** Tells that a key is missing, with the line to type. */
    void missing(String key, String example) {
        if (!has(key)) {
            problems.add(map.at(), path, "missing-key", "`" + key + "` is missing", "Add `" + example + "`.");
        }
    }

    /** The key's text as written, or nothing: to look before it is read. */
    String peek(String key) {
        return value(key)
                .filter(YamlValue.Scalar.class::isInstance)
                .map(value -> ((YamlValue.Scalar) value).text())
                .orElse("");
    }

    /** Tells that the value of a key that is there cannot be had. */
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
        value(key).ifPresent(value -> {
            List<YamlValue> items = value instanceof YamlValue.Sequence list ? list.items() : List.of(value);
            items.forEach(item -> scalar(item, pathOf(key)).ifPresent(texts::add));
        });
        return texts;
    }

    /** A text that a reader turns into a value, or refuses with an IllegalArgumentException: rule first, then value. */
    <T> Optional<Located<T>> parsed(String key, Function<String, T> reader, String fix) {
        return text(key).flatMap(text -> parse(text, reader, fix));
    }

    <T> Optional<Located<T>> parse(Located<String> text, Function<String, T> reader, String fix) {
        try {
            return Optional.of(text.with(reader.apply(text.value())));
        } catch (IllegalArgumentException e) {
            String code = e instanceof BadValue bad ? bad.code() : "bad-value";
            problems.add(text.at(), text.key(), code, e.getMessage(), fix);
            return Optional.empty();
        }
    }

    /** One of the words of a choice. */
    <T> Optional<Located<T>> choice(String key, Map<String, T> choices) {
        return text(key).flatMap(text -> {
            T chosen = choices.get(text.value());
            if (chosen != null) {
                return Optional.of(text.with(chosen));
            }
            problems.add(
                    text.at(),
                    text.key(),
                    "bad-value",
                    "must be one of " + String.join(", ", choices.keySet()) + ": " + text.value(),
                    Suggestion.fix(text.value(), choices.keySet(), "Known"));
            return Optional.empty();
        });
    }

    /** {@code true} or {@code false}, or YAML's other words for them. */
    Optional<Boolean> truth(String key) {
        return text(key).flatMap(text -> switch (text.value().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> {
                problems.add(
                        text.at(),
                        text.key(),
                        "bad-value",
                        "must be true or false: " + text.value(),
                        "Write true or false.");
                yield Optional.empty();
            }
        });
    }
}
