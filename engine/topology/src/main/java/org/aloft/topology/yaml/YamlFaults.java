package org.aloft.topology.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Severity;

/**
 * What people type, or copy from a web page, and YAML takes for something else: often without an error, or with one
 * lines further down. Looked for only where something is wrong, for in a quoted text each of them may be meant.
 */
public final class YamlFaults {
    private record Fault(Pattern pattern, String message, String fix) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault(
                    Pattern.compile("^[^#]*?([\\u00a0\\u2000-\\u200b\\u202f\\u3000\\ufeff])"),
                    "there is a blank that is none for YAML, U+%04X",
                    "Type an ordinary blank in its place."),
            new Fault(
                    Pattern.compile("^\\s*([\\u2012-\\u2015\\u2212])\\s"),
                    "a list's item begins with U+%04X, a dash of another kind",
                    "Type - in its place."),
            new Fault(
                    Pattern.compile("^[^#'\"]*?([\\u2018-\\u201f\\u00ab\\u00bb])"),
                    "there is a typographic quote, U+%04X, which YAML takes for a letter",
                    "Type \" in its place, on both sides."),
            new Fault(
                    Pattern.compile("^[^#'\"]*?(?::\\s+|[\\[,]\\s*|-\\s+)(\\{\\{)"),
                    "a value that begins with {{ must be quoted",
                    "Write \"{{ variable }}\"."),
            new Fault(
                    Pattern.compile("^\\s*(?:-\\s+)?[A-Za-z_][A-Za-z0-9_-]*(:)(?![/:\\s])\\S+\\s*(?:#.*)?$"),
                    "a blank is missing behind the colon",
                    "Write `KEY: …`, with a blank behind the colon."));

    private YamlFaults() {}

    /** Tells the fault that is nearest above the place where the file could not be read any further. */
    static boolean tellNearest(String text, Position at, Problems problems) {
        List<String> lines = text.lines().toList();
        for (int line = Math.min(at.line(), lines.size()); line > 0; line--) {
            Optional<Problem> found = in(lines.get(line - 1), new Position(at.file(), line, 1));
            if (found.isPresent()) {
                problems.add(found.get());
                return true;
            }
        }
        return false;
    }

    /** Puts the fault of a line in place of what was made of that line. */
    public static void explain(String text, Position file, Problems problems) {
        List<String> lines = text.lines().toList();
        problems.replace(problem -> {
            boolean here = problem.file().equals(file.file()) && problem.line() > 0 && problem.line() <= lines.size();
            return here
                    ? in(lines.get(problem.line() - 1), new Position(file.file(), problem.line(), 1))
                    : Optional.empty();
        });
    }

    private static Optional<Problem> in(String line, Position start) {
        for (Fault fault : FAULTS) {
            Matcher matcher = fault.pattern.matcher(line);
            if (matcher.find()) {
                return Optional.of(new Problem(
                        start.file(),
                        start.line(),
                        matcher.start(1) + 1,
                        "",
                        Severity.ERROR,
                        "broken-yaml",
                        String.format(fault.message, (int) matcher.group(1).charAt(0)),
                        Optional.of(fixOf(fault, line.substring(0, matcher.start(1))))));
            }
        }
        return Optional.empty();
    }

    /** The value is not repeated: it may be a password. */
    private static String fixOf(Fault fault, String before) {
        return fault.fix.replace("KEY", before.replaceFirst("^\\s*(-\\s+)?", ""));
    }
}
