package org.aloft.topology.file;

import java.util.List;

/** What a key's value looks like, for the JSON Schema. Single values may always be templates. */
sealed interface Shape {
    /** Any text. */
    record Text() implements Shape {}

    /** A text that a pattern describes. */
    record Pattern(String regex) implements Shape {}

    /** A whole number, both ends included. */
    record Whole(long least, long most) implements Shape {}

    /** A number with its unit. */
    record Time() implements Shape {}

    /** One of these words. */
    record Word(List<String> words) implements Shape {}

    /** True or false. */
    record Truth() implements Shape {}

    /** Nothing: the key alone says it. */
    record Nothing() implements Shape {}

    /** One item, or a list of them. */
    record Many(Shape item) implements Shape {}

    /** A map whose keys are names that the user chose. */
    record Names(Shape value) implements Shape {}

    /** A map with these keys. */
    record Map(Keys keys) implements Shape {}

    /** Any of these. */
    record Either(List<Shape> shapes) implements Shape {}
}
