package org.aloft.topology.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Gathers every mistake, so that the user sees all of them in one run. What several hosts share (a variable of a group)
 * is told once. Not thread-safe: one reading, one thread.
 */
public final class Problems {
    private static final String HIDDEN = "********";
    /** Shorter ones would make holes in every message, and are no secrets. */
    private static final int HIDDEN_LEAST = 3;

    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Path> files = new ArrayList<>();

    /**
     * A mistake.
     *
     * @param key as written, dotted from the top of the file; may be empty
     * @param code stable, for machines
     * @param message what is wrong: the rule first, then the value
     * @param fix what to type instead
     */
    public void add(Position at, String key, String code, String message, String fix) {
        add(at, key, Severity.ERROR, code, message, fix);
    }

    /** Something that does not stop, told in the same way. */
    public void warn(Position at, String key, String code, String message, String fix) {
        add(at, key, Severity.WARNING, code, message, fix);
    }

    private void add(Position at, String key, Severity severity, String code, String message, String fix) {
        add(new Problem(
                at.file(),
                at.line(),
                at.column(),
                visible(key),
                severity,
                code,
                visible(withoutSecrets(message)),
                Optional.of(visible(withoutSecrets(fix)))));
    }

    /** No message of a problem that is added from now on shows this text. */
    public void hide(String secret) {
        if (secret.length() >= HIDDEN_LEAST) {
            secrets.add(secret);
        }
    }

    /** The text as a message may show it. */
    public String withoutSecrets(String text) {
        String safe = text;
        for (String secret : secrets) {
            safe = safe.replace(secret, HIDDEN);
        }
        return safe;
    }

    /**
     * Control characters and those that reorder a line as escapes: a message stays one line, a terminal what it was.
     */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(character -> {
            int type = Character.getType(character);
            if (type == Character.CONTROL || type == Character.FORMAT) {
                visible.append(
                        character < 0x100 ? String.format("\\x%02x", character) : String.format("\\u%04x", character));
            } else {
                visible.appendCodePoint(character);
            }
        });
        return visible.toString();
    }

    /** A mistake that was put together elsewhere; nothing in it comes from a value. */
    public void add(Problem problem) {
        if (!files.contains(problem.file())) {
            files.add(problem.file());
        }
        found.add(problem);
    }

    /** Those of another gathering; its secrets stay hidden here too. */
    public void addAll(Problems other) {
        secrets.addAll(other.secrets);
        other.found.forEach(this::add);
    }

    /** Puts what explains a problem better, where there is such a thing, in its place. */
    public void replace(Function<Problem, Optional<Problem>> better) {
        List<Problem> before = List.copyOf(found);
        found.clear();
        before.forEach(problem -> found.add(better.apply(problem).orElse(problem)));
    }

    /** How many there are so far that stop. */
    public int count() {
        return (int) found.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .count();
    }

    /** Ends the reading if anything was wrong that stops: file by file, in the order of the lines. */
    public void throwIfAny() throws TopologyException {
        List<Problem> errors = sorted(Severity.ERROR);
        if (!errors.isEmpty()) {
            throw new TopologyException(errors);
        }
    }

    /** What stops, file by file, in the order of the lines. */
    public List<Problem> errors() {
        return sorted(Severity.ERROR);
    }

    /** What does not stop, in the same order. */
    public List<Problem> warnings() {
        return sorted(Severity.WARNING);
    }

    private List<Problem> sorted(Severity severity) {
        return found.stream()
                .filter(problem -> problem.severity() == severity)
                .sorted(Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }
}
