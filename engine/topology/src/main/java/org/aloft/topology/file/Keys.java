package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.yaml.YamlValue;

/** The keys of one block, in the order in which they are told; and the words of others that people write there. */
final class Keys {
    private final Map<String, Key<?>> known = new LinkedHashMap<>();
    private final Map<String, Foreign> foreign = new LinkedHashMap<>();
    private String freePrefix = "";

    /**
     * A word that is known, but not ours.
     *
     * @param code {@code keepalived-word} for something that we say in another way, {@code not-yet} for what has no
     *     word
     * @param message what is wrong
     * @param fix what to write, or to do, instead
     * @param ours the line that is written instead, if there is one; what stands below the word is then answered in the
     *     same run
     */
    record Foreign(String code, String message, String fix, Optional<KeepalivedWords.Ours> ours) {}

    static Keys of(Key<?>... keys) {
        Keys table = new Keys();
        for (Key<?> key : keys) {
            table.known.put(key.name(), key);
        }
        return table;
    }

    /** Those of several tables, in their order. */
    static Keys of(List<Key<?>> keys) {
        return of(keys.toArray(Key<?>[]::new));
    }

    /** A word of others for one of the keys. */
    Keys alsoCalled(String word, String ours) {
        foreign.put(word, new Foreign("other-word", "this is called otherwise here", ours, Optional.empty()));
        return this;
    }

    /** Things that have no word yet, and what to do instead. */
    Keys notYet(String instead, String... words) {
        for (String word : words) {
            foreign.put(word, new Foreign("not-yet", "Aloft has no word for this yet", instead, Optional.empty()));
        }
        return this;
    }

    /** Keys that begin like this may hold anything: a place for anchors. */
    Keys free(String prefix) {
        freePrefix = prefix;
        return this;
    }

    /**
     * The keys of the blocks at a place of the file.
     *
     * @param place dotted from the top, with a star for a name that the user chooses: {@code services.*.check}; empty
     *     for the top
     */
    static Optional<Keys> at(String place) {
        Optional<Shape> shape = Optional.of(new Shape.Map(TopologyBlock.KEYS));
        for (String step : place.isEmpty() ? new String[0] : place.split("\\.")) {
            shape = shape.flatMap(here -> below(here, step));
        }
        return shape.flatMap(Keys::mapOf).map(Shape.Map::keys);
    }

    private static Optional<Shape> below(Shape shape, String step) {
        if (shape instanceof Shape.Either either) {
            return either.shapes().stream()
                    .flatMap(one -> below(one, step).stream())
                    .findFirst();
        }
        if (shape instanceof Shape.Names names) {
            return step.equals("*") ? Optional.of(names.value()) : Optional.empty();
        }
        if (shape instanceof Shape.Many many) {
            return below(many.item(), step);
        }
        return mapOf(shape).map(map -> map.keys().known.get(step)).map(Key::shape);
    }

    private static Optional<Shape.Map> mapOf(Shape shape) {
        if (shape instanceof Shape.Either either) {
            return either.shapes().stream().flatMap(one -> mapOf(one).stream()).findFirst();
        }
        if (shape instanceof Shape.Many many) {
            return mapOf(many.item());
        }
        return Optional.of(shape).filter(Shape.Map.class::isInstance).map(Shape.Map.class::cast);
    }

    /** The places of the file in which there is a key of this name. */
    static List<String> placesOf(String name) {
        List<String> places = new ArrayList<>();
        TopologyBlock.KEYS.addPlaces(name, "", places);
        return places;
    }

    private void addPlaces(String name, String place, List<String> places) {
        if (known.containsKey(name)) {
            places.add(place);
        }
        known.values()
                .forEach(key ->
                        addPlaces(name, key.shape(), place.isEmpty() ? key.name() : place + "." + key.name(), places));
    }

    private static void addPlaces(String name, Shape shape, String place, List<String> places) {
        if (shape instanceof Shape.Map map) {
            map.keys().addPlaces(name, place, places);
        } else if (shape instanceof Shape.Names names) {
            addPlaces(name, names.value(), place + ".*", places);
        } else if (shape instanceof Shape.Many many) {
            addPlaces(name, many.item(), place, places);
        } else if (shape instanceof Shape.Either either) {
            either.shapes().forEach(one -> addPlaces(name, one, place, places));
        } else if (shape instanceof Shape.Many many) {
            addPlaces(name, many.item(), place, places);
        }
    }

    /** A place as a user reads it. */
    static String inWords(String place) {
        return place.isEmpty() ? "at the top of the file" : "in " + place.replace("*", "NAME");
    }

    List<String> names() {
        return List.copyOf(known.keySet());
    }

    List<Key<?>> all() {
        return List.copyOf(known.values());
    }

    /** What a key that is not known here is answered with, if it is a word of others. */
    Optional<Foreign> foreign(YamlValue.Entry written) {
        return Optional.ofNullable(foreign.get(written.key())).or(() -> KeepalivedWords.answer(written, this));
    }

    boolean takes(String name) {
        return known.containsKey(name) || isFree(name);
    }

    boolean isFree(String name) {
        return !freePrefix.isEmpty() && name.startsWith(freePrefix);
    }

    String freePrefix() {
        return freePrefix;
    }
}
