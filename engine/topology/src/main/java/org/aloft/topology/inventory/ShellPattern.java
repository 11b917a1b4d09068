package org.aloft.topology.inventory;

import java.util.regex.Pattern;

/** Names as a shell matches them, by the rules of Python's {@code fnmatch}: {@code *}, {@code ?}, {@code [a-c]}. */
final class ShellPattern {
    private ShellPattern() {}

    /** The same as a regular expression for the whole name. */
    static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        int index = 0;
        while (index < pattern.length()) {
            char character = pattern.charAt(index++);
            int end = character == '[' ? endOfSet(pattern, index) : -1;
            if (end > 0) {
                regex.append(set(pattern.substring(index, end)));
                index = end + 1;
            } else {
                regex.append(
                        switch (character) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(String.valueOf(character));
                        });
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
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
