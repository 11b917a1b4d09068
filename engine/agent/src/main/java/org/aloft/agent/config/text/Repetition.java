package org.aloft.agent.config.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ~SEQ(var, start, step, end) rest}, {@code ~SEQx(…)} and {@code ~LST(var, value, …)}: the rest of the line once
 * for each value.
 *
 * @param names the variables
 * @param values for each round, one value a variable
 * @param end offset of the character after the closing parenthesis
 */
record Repetition(List<String> names, Iterable<List<String>> values, int end) {
    private static final Pattern START = Pattern.compile("~(SEQx?|LST)\\(");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** It makes no sense; the message says why. */
    static final class RepetitionException extends Exception {
        private static final long serialVersionUID = 1L;

        RepetitionException(String message) {
            super(message);
        }
    }

    /** Whether a line begins with one. */
    static boolean begins(String line) {
        return line.startsWith("~") && START.matcher(line).lookingAt();
    }

    /** Offset of the closing parenthesis; -1 when there is none. */
    static int close(String line) {
        return line.indexOf(')');
    }

    static Repetition parse(String line) throws RepetitionException {
        Matcher start = START.matcher(line);
        int close = close(line);
        if (!start.lookingAt() || close < 0) {
            throw new RepetitionException("this ~SEQ or ~LST is never closed on its line; add the closing )");
        }
        List<String> words = split(line.substring(start.end(), close));
        return start.group(1).equals("LST")
                ? list(words, close + 1)
                : sequence(words, start.group(1).equals("SEQx"), close + 1);
    }

    private static Repetition sequence(List<String> words, boolean hexadecimal, int end) throws RepetitionException {
        if (words.size() < 2 || words.size() > 4) {
            throw new RepetitionException("~SEQ needs (variable, start, step, end); start and step may be left out");
        }
        long last = number(words.get(words.size() - 1));
        long first = words.size() == 2 ? (last < 0 ? -1 : 1) : number(words.get(1));
        long step = words.size() == 4 ? number(words.get(2)) : (last < first ? -1 : 1);
        if (step == 0 || (last - first) * Long.signum(step) < 0) {
            throw new RepetitionException(
                    "~SEQ never gets from " + first + " to " + last + " by steps of " + step + "; mend the step");
        }
        return new Repetition(names(List.of(words.get(0))), () -> count(first, step, last, hexadecimal), end);
    }

    private static Iterator<List<String>> count(long first, long step, long last, boolean hexadecimal) {
        return new Iterator<>() {
            private long next = first;

            @Override
            public boolean hasNext() {
                return step > 0 ? next <= last : next >= last;
            }

            @Override
            public List<String> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                String text = hexadecimal ? Long.toHexString(next) : Long.toString(next);
                next += step;
                return List.of(text);
            }
        };
    }

    private static long number(String text) throws RepetitionException {
        if (text.matches("-?[0-9]{1,9}")) {
            return Long.parseLong(text);
        }
        if (text.matches("-?0x[0-9A-Fa-f]{1,7}")) {
            return Long.parseLong(text.replace("0x", ""), 16);
        }
        throw new RepetitionException("~SEQ counts with whole numbers, such as 10 or 0x1f: " + text);
    }

    private static Repetition list(List<String> words, int end) throws RepetitionException {
        if (words.size() < 2) {
            throw new RepetitionException("~LST needs (variable, value, value …)");
        }
        List<String> names = names(members(words.get(0)));
        List<List<String>> values = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            List<String> row = members(word);
            if (row.size() != names.size()) {
                throw new RepetitionException(
                        "~LST has " + names.size() + " variables, but here are " + row.size() + " values: " + word);
            }
            values.add(row);
        }
        return new Repetition(names, values, end);
    }

    private static List<String> names(List<String> words) throws RepetitionException {
        for (String word : words) {
            if (!NAME.matcher(word).matches()) {
                throw new RepetitionException("the name of a variable is letters, digits and _: " + word);
            }
        }
        return words;
    }

    /** {@code {a, b}} is two values, anything else is one. */
    private static List<String> members(String word) {
        boolean several = word.startsWith("{") && word.endsWith("}");
        return several
                ? Stream.of(word.substring(1, word.length() - 1).split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of(word);
    }

    /** At commas outside braces. */
    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (next == ',' && depth == 0) {
                words.add(text.substring(start, index).strip());
                start = index + 1;
            }
        }
        words.add(text.substring(start).strip());
        return words;
    }
}
