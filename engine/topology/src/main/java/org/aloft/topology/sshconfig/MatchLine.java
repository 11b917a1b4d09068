package org.aloft.topology.sshconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code Match} of ssh_config(5): criteria that must all hold.
 *
 * @param criteria in their order
 */
record MatchLine(List<Criterion> criteria) {
    /**
     * One criterion.
     *
     * @param name in small letters
     * @param negated whether {@code !} stands before it
     * @param patterns what it is compared with; empty for {@code all}, {@code final} and {@code canonical}
     */
    record Criterion(String name, boolean negated, String patterns) {}

    /**
     * What the criteria are compared with.
     *
     * @param host with {@code HostName} as far as it is known
     * @param originalHost as on the command line
     * @param user the remote one, as far as it is known
     * @param localUser who runs this
     * @param finalPass whether the files are read for the second time
     */
    record Facts(String host, String originalHost, String user, String localUser, boolean finalPass) {}

    /**
     * Whether it holds.
     *
     * @param matches whether all that can be judged holds
     * @param unknown the criterion that cannot be judged, if the answer depends on it
     * @param wantsFinalPass whether the files must be read a second time
     */
    record Judgement(boolean matches, Optional<String> unknown, boolean wantsFinalPass) {}

    /** @throws IllegalArgumentException when it is not understood */
    static MatchLine parse(String rest) {
        List<String> words = delimited(rest);
        List<Criterion> criteria = new ArrayList<>();
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            boolean negated = word.startsWith("!");
            String name = (negated ? word.substring(1) : word).toLowerCase(Locale.ROOT);
            switch (name) {
                case "all" -> {
                    if (criteria.size() > 1 || index + 1 < words.size()) {
                        throw new IllegalArgumentException("`all` cannot stand beside other criteria");
                    }
                    criteria.add(new Criterion(name, negated, ""));
                }
                case "final", "canonical" -> criteria.add(new Criterion(name, negated, ""));
                default -> {
                    if (++index == words.size()) {
                        throw new IllegalArgumentException("nothing follows the criterion " + word);
                    }
                    criteria.add(new Criterion(name, negated, words.get(index)));
                }
            }
        }
        if (criteria.isEmpty()) {
            throw new IllegalArgumentException("Match needs a criterion");
        }
        return new MatchLine(criteria);
    }

    Judgement judge(Facts facts) {
        boolean matches = true;
        Optional<String> unknown = Optional.empty();
        boolean wantsFinalPass = false;
        for (Criterion criterion : criteria) {
            wantsFinalPass |= criterion.name().equals("final");
            Optional<Boolean> holds = holds(criterion, facts);
            if (holds.isEmpty()) {
                unknown = unknown.or(() -> Optional.of(criterion.name()));
            } else {
                matches &= holds.get() != criterion.negated();
            }
        }
        return new Judgement(matches, matches ? unknown : Optional.empty(), wantsFinalPass);
    }

    /** Empty when it cannot be judged. */
    private static Optional<Boolean> holds(Criterion criterion, Facts facts) {
        String patterns = criterion.patterns();
        return switch (criterion.name()) {
            case "all" -> Optional.of(true);
            case "final", "canonical" -> Optional.of(facts.finalPass());
            case "host" -> Optional.of(SshPattern.hostMatches(patterns, facts.host()));
            case "originalhost" -> Optional.of(SshPattern.hostMatches(patterns, facts.originalHost()));
            case "user" -> Optional.of(SshPattern.listMatches(patterns, facts.user()));
            case "localuser" -> Optional.of(SshPattern.listMatches(patterns, facts.localUser()));
            default -> Optional.empty();
        };
    }

    /** Words with blanks or {@code =} between them; only double quotes count, {@code #} ends the line. */
    private static List<String> delimited(String text) {
        List<String> words = new ArrayList<>();
        int index = 0;
        while (index < text.length()) {
            if (text.charAt(index) <= ' ') {
                index++;
                continue;
            }
            if (text.charAt(index) == '#') {
                return words;
            }
            boolean quoted = text.charAt(index) == '"';
            int start = quoted ? index + 1 : index;
            int end = start;
            while (end < text.length() && !ends(text.charAt(end), quoted)) {
                end++;
            }
            if (quoted && end == text.length()) {
                throw new IllegalArgumentException("a quote is not closed: \"");
            }
            words.add(text.substring(start, end));
            index = quoted ? end + 1 : end;
            while (index < text.length() && text.charAt(index) <= ' ') {
                index++;
            }
            if (index < text.length() && text.charAt(index) == '=') {
                index++;
            }
        }
        return words;
    }

    private static boolean ends(char character, boolean quoted) {
        return quoted ? character == '"' : character <= ' ' || character == '=';
    }
}
