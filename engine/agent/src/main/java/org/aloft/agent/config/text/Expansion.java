package org.aloft.agent.config.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of files to tokens, with everything done that keepalived.conf(5) calls advanced configuration: comments go,
 * {@code @id} lines are kept or dropped, {@code $NAME} is replaced, {@code ~SEQ} and {@code ~LST} repeat their line,
 * {@code include} reads other files. Every token knows where it was written. The work is bounded, so that no file makes
 * it endless. Confined to the reading thread.
 */
final class Expansion {
    /** A configuration of thousands of virtual servers has a tenth of it. */
    static final int MOST_LINES = 200_000;

    private static final int LONGEST_LINE = 65_536;
    private static final int MOST_REPLACEMENTS = 1000;
    private static final int DEEPEST = 32;

    private static final Pattern CONDITION = Pattern.compile("@(\\^?)(\\S*)\\s*");
    private static final Pattern DEFINITION = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=\\s*");
    private static final Pattern USE = Pattern.compile(
            "\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)((?:\\s+[0-9]{1,9}){0,2})\\s*}|([A-Za-z_][A-Za-z0-9_]*)(?=\\s|$))");
    private static final Pattern INCLUDE = Pattern.compile("(include[rmwba]?)\\s+(\\S.*)");
    private static final Pattern INCLUDE_CHECK = Pattern.compile("include_check(?:\\s+(.*))?");
    private static final Pattern RANDOM_SEED = Pattern.compile("random_seed\\s+([0-9]{1,18})");

    private final String configurationId;
    private final Problems problems;
    private final Definitions definitions;
    private final SourceFiles files;
    private final Consumer<List<Token>> reader;
    private final Map<String, String> words = new HashMap<>();
    private final Deque<OpenFile> open = new ArrayDeque<>();
    private int lines;
    private boolean exhausted;

    /** A file that is being read, and what is checked of the files that it includes. */
    private static final class OpenFile {
        private final SourceFile file;
        private Set<IncludeCheck> checks;

        private OpenFile(SourceFile file, Set<IncludeCheck> checks) {
            this.file = file;
            this.checks = checks;
        }
    }

    private Expansion(
            String configurationId,
            RandomGenerator random,
            SourceFiles files,
            Problems problems,
            Consumer<List<Token>> reader) {
        this.configurationId = configurationId;
        this.reader = reader;
        this.problems = problems;
        this.definitions = new Definitions(configurationId, random);
        this.files = files;
    }

    /**
     * Reads a file and all that it includes.
     *
     * @param reader takes the tokens of each line in turn, so that they need not all be kept
     */
    static void read(
            SourceFile file,
            Surroundings surroundings,
            RandomGenerator random,
            SourceFiles files,
            Problems problems,
            Consumer<List<Token>> reader) {
        Set<IncludeCheck> checks = surroundings.everyIncludeMustExist()
                ? EnumSet.allOf(IncludeCheck.class)
                : EnumSet.noneOf(IncludeCheck.class);
        new Expansion(surroundings.configurationId(), random, files, problems, reader).read(file, checks);
    }

    private void read(SourceFile file, Set<IncludeCheck> checks) {
        problems.opened(file.name());
        file.encoding()
                .ifPresent(wide -> problems.error(
                        new Position(file.name(), 1, 1),
                        "this file is saved as " + wide + "; save it as UTF-8," + " or type: iconv -f " + wide
                                + " -t UTF-8 FILE > NEW"));
        open.push(new OpenFile(file, checks));
        definitions.folder(file.folder());
        Iterator<SourceText> written = file.lines();
        while (written.hasNext() && !exhausted) {
            line(written.next(), written, 0);
        }
        open.pop();
        if (!open.isEmpty()) {
            definitions.folder(open.peek().file.folder());
        }
    }

    /**
     * One line.
     *
     * @param following the lines after it, which a definition of several lines takes
     */
    private void line(SourceText raw, Iterator<SourceText> following, int depth) {
        if (exhausted || ++lines > MOST_LINES || depth > DEEPEST) {
            giveUp(raw, depth);
            return;
        }
        SourceText line = withoutComment(raw);
        while (!line.isEmpty()) {
            String text = line.text();
            Optional<Matcher> definition = definition(text);
            if (text.startsWith("@")) {
                line = condition(line);
            } else if (definition.isPresent()) {
                define(
                        definition.get().group(1),
                        line.substring(definition.get().end()),
                        following);
                return;
            } else if (Repetition.begins(text)) {
                repeat(line, depth);
                return;
            } else {
                List<SourceText> replaced = substitute(line);
                if (replaced.size() == 1 && replaced.get(0).text().equals(text)) {
                    finished(line);
                    return;
                }
                if (replaced.size() != 1) {
                    expand(replaced, line.position(0), depth);
                    return;
                }
                line = replaced.get(0).strip();
            }
        }
    }

    private static Optional<Matcher> definition(String text) {
        return text.startsWith("$")
                ? Optional.of(DEFINITION.matcher(text)).filter(Matcher::lookingAt)
                : Optional.empty();
    }

    private void giveUp(SourceText line, int depth) {
        if (!exhausted) {
            exhausted = true;
            problems.error(
                    line.position(0),
                    depth > DEEPEST
                            ? "definitions use each other more than 32 deep here; does one use itself?"
                            : "there are more than " + MOST_LINES
                                    + " lines once ~SEQ, ~LST, definitions and includes are"
                                    + " followed; make it shorter");
        }
    }

    private static SourceText withoutComment(SourceText raw) {
        return raw.substring(0, Comments.start(raw.text())).strip();
    }

    /** The rest of the line if the condition holds, and nothing otherwise. */
    private SourceText condition(SourceText line) {
        Matcher matcher = CONDITION.matcher(line.text());
        if (!matcher.lookingAt() || matcher.group(2).isEmpty()) {
            problems.warning(
                    line.position(0),
                    "@ needs a configuration id right after it, such as @main; the line is" + " passed over");
            return line.substring(line.text().length());
        }
        boolean wanted = matcher.group(1).isEmpty();
        boolean same = matcher.group(2).equals(configurationId);
        return same == wanted
                ? line.substring(matcher.end())
                : line.substring(line.text().length());
    }

    /** {@code $NAME=value}, or {@code $NAME= \} and the lines that end in a backslash, with the one after them. */
    private void define(String name, SourceText value, Iterator<SourceText> following) {
        if (name.startsWith("_")) {
            problems.error(
                    value.position(0),
                    "names that begin with _ belong to the built-in definitions; call $" + name + " something else");
        }
        if (!value.text().endsWith("\\")) {
            definitions.define(name, List.of(value));
            return;
        }
        List<SourceText> body = new ArrayList<>();
        SourceText first = withoutBackslash(value);
        if (!first.isEmpty()) {
            body.add(first);
        }
        boolean more = true;
        while (more && following.hasNext() && ++lines <= MOST_LINES) {
            SourceText line = withoutComment(following.next());
            if (!line.isEmpty()) {
                more = line.text().endsWith("\\");
                body.add(more ? withoutBackslash(line) : line);
            }
        }
        definitions.define(name, body.isEmpty() ? List.of(first) : List.copyOf(body));
    }

    private static SourceText withoutBackslash(SourceText line) {
        return line.substring(0, line.text().length() - 1).strip();
    }

    private void repeat(SourceText line, int depth) {
        int close = Repetition.close(line.text());
        SourceText head = line.substring(0, close + 1);
        List<SourceText> replaced = substitute(head);
        try {
            Repetition repetition =
                    Repetition.parse(replaced.size() == 1 ? replaced.get(0).text() : head.text());
            SourceText rest = line.substring(close + 1);
            List<Optional<List<SourceText>>> before =
                    repetition.names().stream().map(definitions::lines).toList();
            for (List<String> values : repetition.values()) {
                for (int index = 0; index < values.size(); index++) {
                    SourceText value = SourceText.written(values.get(index), line.position(0));
                    definitions.define(repetition.names().get(index), List.of(value));
                }
                line(rest, Collections.emptyIterator(), depth + 1);
                if (exhausted) {
                    return;
                }
            }
            restore(repetition.names(), before);
        } catch (Repetition.RepetitionException wrong) {
            problems.error(line.position(0), wrong.getMessage());
        }
    }

    private void restore(List<String> names, List<Optional<List<SourceText>>> before) {
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index);
            before.get(index).ifPresentOrElse(lines -> definitions.define(name, lines), () -> definitions.forget(name));
        }
    }

    /** With every name replaced that is known; several lines, or none, when the last of them stands for as many. */
    private List<SourceText> substitute(SourceText original) {
        SourceText line = original;
        int at = line.text().indexOf('$');
        int replacements = 0;
        while (at >= 0) {
            Matcher use = USE.matcher(line.text()).region(at, line.text().length());
            if (!use.lookingAt()) {
                at = line.text().indexOf('$', at + 1);
                continue;
            }
            String name = use.group(3) == null ? use.group(1) : use.group(3);
            Optional<List<SourceText>> value = definitions.lines(name).or(() -> builtIn(name, use));
            if (value.isEmpty()) {
                line = unknown(line, name, use);
                at = line.text().indexOf('$', at + 1);
                continue;
            }
            if (value.get().size() != 1) {
                return around(line.substring(0, at), value.get(), line.substring(use.end()));
            }
            line = line.replace(at, use.end(), value.get().get(0).text());
            if (++replacements > MOST_REPLACEMENTS || line.text().length() > LONGEST_LINE) {
                problems.error(original.position(0), "$" + name + " makes this line endless; does it use itself?");
                return List.of(original.substring(original.text().length()));
            }
            at = line.text().indexOf('$', at);
        }
        return List.of(line);
    }

    private Optional<List<SourceText>> builtIn(String name, Matcher use) {
        String arguments = use.group(2) == null ? "" : use.group(2).strip();
        List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split("\\s+"));
        return definitions
                .builtIn(name, words)
                .map(text -> List.of(SourceText.written(text, new Position(name, 1, 1)))); // only its text is used
    }

    /**
     * Stays as it is in quotes or without braces, where it may be meant for a script; elsewhere braces would open a
     * block.
     */
    private SourceText unknown(SourceText line, String name, Matcher use) {
        if (use.group(1) == null || Comments.quoted(line.text(), use.start())) {
            return line;
        }
        String hint = Spelling.nearest(name, definitions.names())
                .map(near -> "did you mean ${" + near + "}?")
                .orElse("add a line $" + name + "=VALUE before it, or quote the word if it is meant for a script");
        problems.error(line.position(use.start()), "${" + name + "} is not defined here; " + hint);
        return line.replace(use.start(), use.end(), "$" + name);
    }

    private static List<SourceText> around(SourceText before, List<SourceText> body, SourceText after) {
        List<SourceText> lines = new ArrayList<>(body);
        if (lines.isEmpty()) {
            return List.of(before, after);
        }
        lines.set(0, before.append(lines.get(0)));
        int last = lines.size() - 1;
        lines.set(last, lines.get(last).append(after));
        return lines;
    }

    private void expand(List<SourceText> body, Position use, int depth) {
        Iterator<SourceText> lines = body.iterator();
        while (lines.hasNext() && !exhausted) {
            SourceText next = lines.next();
            boolean fromDefinition = !next.position(0).equals(use);
            line(fromDefinition ? next.usedAt(use) : next, lines, depth + 1);
        }
    }

    private void finished(SourceText line) {
        String text = line.text();
        if (text.startsWith("include")) {
            Matcher include = INCLUDE.matcher(text);
            if (include.matches()) {
                include(
                        line.substring(include.start(2)),
                        IncludeCheck.ofKeyword(include.group(1)).orElseThrow());
                return;
            }
            includeCheck(INCLUDE_CHECK.matcher(text));
        } else if (text.startsWith("random_seed")) {
            Matcher seed = RANDOM_SEED.matcher(text);
            if (seed.matches()) {
                definitions.random(new Random(Long.parseLong(seed.group(1))));
            }
        }
        reader.accept(Lexer.tokens(line, words, problems));
    }

    private void includeCheck(Matcher line) {
        if (line.matches()) {
            String options = line.group(1) == null ? "" : line.group(1).strip();
            open.peek().checks = IncludeCheck.changed(
                    open.peek().checks, options.isEmpty() ? List.of() : List.of(options.split("\\s+")));
        }
    }

    private void include(SourceText name, Set<IncludeCheck> more) {
        Set<IncludeCheck> checks = EnumSet.noneOf(IncludeCheck.class);
        checks.addAll(open.peek().checks);
        checks.addAll(more);
        if (open.size() > DEEPEST) {
            problems.error(name.position(0), "files include each other more than 32 deep; include fewer");
            return;
        }
        List<String> stack = open.stream().map(opened -> opened.file.identity()).toList();
        for (SourceFile file : files.included(name, open.peek().file, stack, checks, problems)) {
            if (!exhausted) {
                read(file, open.peek().checks);
            }
        }
    }
}
