package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Names as a shell matches them, by the rules of Python's {@code fnmatch}: {@code *}, {@code ?}, {@code [a-c]}.
 * Immutable.
 *
 * <p>Not by a regular expression for the whole: that would try every way of sharing a name out among many stars.
 */
final class ShellPattern implements Predicate<String> {
    /** One for each character; an empty one is a star. */
    private final List<Optional<IntPredicate>> parts;

    private ShellPattern(List<Optional<IntPredicate>> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A pattern for the whole name.
     *
     * @throws PatternSyntaxException for a set that is none: {@code [z-a]}
     */
    static ShellPattern compile(String pattern) {
        List<Optional<IntPredicate>> parts = new ArrayList<>();
        int index = 0;
        while (index < pattern.length()) {
            int character = pattern.codePointAt(index);
            index += Character.charCount(character);
            int end = character == '[' ? endOfSet(pattern, index) : -1;
            if (end > 0) {
                parts.add(Optional.of(oneOf(Pattern.compile(set(pattern.substring(index, end))))));
                index = end + 1;
            } else {
                parts.add(
                        switch (character) {
                            case '*' -> Optional.empty();
                            case '?' -> Optional.of(any -> true);
                            default -> Optional.of(one -> one == character);
                        });
            }
        }
        return new ShellPattern(parts);
    }

    private static IntPredicate oneOf(Pattern set) {
        return character -> set.matcher(Character.toString(character)).matches();
    }

    /** Goes back to the last star only, whose share grows by one: the stars before it have what they need. */
    @Override
    public boolean test(String name) {
        int[] characters = name.codePoints().toArray();
        int part = 0;
        int star = -1;
        int afterStar = 0;
        int at = 0;
        while (at < characters.length) {
            if (part < parts.size() && parts.get(part).isEmpty()) {
                star = part++;
                afterStar = at;
            } else if (part < parts.size() && parts.get(part).get().test(characters[at])) {
                part++;
                at++;
            } else if (star >= 0) {
                part = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).isEmpty()) {
            part++;
        }
        return part == parts.size();
    }

    /** Where the set's bracket closes; a bracket that comes first is one of the characters. -1 if it never does. */
    private static int endOfSet(String pattern, int start) {
        int from = start;
        if (from < pattern.length() && pattern.charAt(from) == '!') {
            from++;
        }
        if (from < pattern.length() && pattern.charAt(from) == ']') {
            from++;
        }
        return pattern.indexOf(']', from);
    }

    private static String set(String characters) {
        boolean negated = characters.startsWith("!");
        String escaped = (negated ? characters.substring(1) : characters).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return "[" + (negated ? "^" : "") + escaped + "]";
    }
}
