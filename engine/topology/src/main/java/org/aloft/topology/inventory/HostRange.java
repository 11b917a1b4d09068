package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host patterns of an inventory: {@code web[01:10:2].example} and {@code db[a:f]}, inclusive, padded as the start is,
 * with an optional step; and {@code host:port}.
 *
 * @param names every host that is meant, in order
 * @param port 0 when none was written
 */
record HostRange(List<String> names, int port) {
    private static final Pattern BRACKETED_PORT = Pattern.compile("\\[([^\\[\\]]+)]:([0-9]+)");
    private static final Pattern NAME_PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\[\\]]*])+):([0-9]+)");
    private static final Pattern RANGE = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int HOSTS_MOST = 65536;

    /** A range that cannot be understood, and what to write. */
    static final class BadRange extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String fix;

        private BadRange(String message, String fix) {
            super(message);
            this.fix = fix;
        }

        String fix() {
            return fix;
        }
    }

    /** @throws IllegalArgumentException with what is wrong */
    static HostRange parse(String pattern) {
        for (Pattern withPort : List.of(BRACKETED_PORT, NAME_PORT)) {
            Matcher matcher = withPort.matcher(pattern);
            if (matcher.matches()) {
                return new HostRange(expand(matcher.group(1)), port(matcher.group(2)));
            }
        }
        return new HostRange(expand(pattern), 0);
    }

    /** A host with its port where one is written, without ranges. */
    static HostRange withPort(String written) {
        for (Pattern withPort : List.of(BRACKETED_PORT, NAME_PORT)) {
            Matcher matcher = withPort.matcher(written);
            if (matcher.matches()) {
                return new HostRange(List.of(matcher.group(1)), port(matcher.group(2)));
            }
        }
        return new HostRange(List.of(written), 0);
    }

    private static int port(String digits) {
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1..65535: " + digits);
        }
        return port;
    }

    private static List<String> expand(String pattern) {
        Matcher range = RANGE.matcher(pattern);
        if (!range.find()) {
            if (pattern.indexOf('[') >= 0) {
                throw new BadRange("a range must be closed by ]: " + pattern, "Write web[1:3].");
            }
            return List.of(pattern);
        }
        String head = pattern.substring(0, range.start());
        List<String> tails = expand(pattern.substring(range.end()));
        List<String> names = new ArrayList<>();
        for (String middle : members(range.group(1))) {
            tails.forEach(tail -> names.add(head + middle + tail));
            if (names.size() > HOSTS_MOST) {
                throw new BadRange("a range must stand for " + HOSTS_MOST + " hosts at the most", "Split it.");
            }
        }
        return names;
    }

    private static List<String> members(String range) {
        String[] parts = range.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[1].isEmpty()) {
            String meant = range.matches("\\w+-\\w+") ? range.replace('-', ':') : "1:3";
            throw new BadRange(
                    "a range must be [start:end] or [start:end:step]: [" + range + "]", "Write [" + meant + "].");
        }
        String first = parts[0].isEmpty() ? "0" : parts[0];
        int step = parts.length == 3 ? number(parts[2], range) : 1;
        if (step < 1) {
            throw new BadRange("a range's step must be 1 or more: [" + range + "]", "Write [1:9:2].");
        }
        boolean letters = first.length() == 1 && LETTERS.contains(first);
        return letters ? letters(first, parts[1], step, range) : numbers(first, parts[1], step, range);
    }

    private static List<String> letters(String first, String last, int step, String range) {
        int end = last.length() == 1 ? LETTERS.indexOf(last) : -1;
        if (end < LETTERS.indexOf(first)) {
            throw new BadRange("a range must end with a letter behind its first: [" + range + "]", "Write [a:f].");
        }
        List<String> members = new ArrayList<>();
        for (int index = LETTERS.indexOf(first); index <= end; index += step) {
            members.add(LETTERS.substring(index, index + 1));
        }
        return members;
    }

    private static List<String> numbers(String first, String last, int step, String range) {
        boolean padded = first.length() > 1 && first.startsWith("0");
        if (padded && first.length() != last.length()) {
            throw new BadRange(
                    "a padded range must have as many digits at both ends: [" + range + "]", "Write [01:10].");
        }
        int end = number(last, range);
        int start = number(first, range);
        if (end < start || (end - start) / step >= HOSTS_MOST) {
            throw new BadRange(
                    "a range must go upwards and stand for 1.." + HOSTS_MOST + " hosts: [" + range + "]",
                    end < start ? "Write [" + last + ":" + first + "]." : "Split it.");
        }
        List<String> members = new ArrayList<>();
        for (long number = start; number <= end; number += step) {
            members.add(padded ? String.format("%0" + first.length() + "d", number) : Long.toString(number));
        }
        return members;
    }

    private static int number(String digits, String range) {
        if (!digits.matches("[0-9]{1,9}")) {
            throw new BadRange(
                    "a range must be made of numbers, or of single letters: [" + range + "]", "Write [1:3], or [a:c].");
        }
        return Integer.parseInt(digits);
    }
}
