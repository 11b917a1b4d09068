package org.aloft.agent.config.text;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Names of files with {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}}, as glob(7) with braces expands them. */
final class IncludePattern {
    /** More alternatives than anyone writes by hand. */
    private static final int MOST_ALTERNATIVES = 256;

    private IncludePattern() {}

    static boolean hasWildcard(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
    }

    /** {@code a{b,c{d,e}}} is {@code ab}, {@code acd}, {@code ace}. */
    static List<String> alternatives(String name) {
        List<String> open = new ArrayList<>(List.of(name));
        List<String> done = new ArrayList<>();
        while (!open.isEmpty() && open.size() + done.size() <= MOST_ALTERNATIVES) {
            String next = open.remove(0);
            List<String> parts = firstBraces(next);
            if (parts.isEmpty()) {
                done.add(next);
            } else {
                open.addAll(0, parts);
            }
        }
        return done;
    }

    /** The names that differ in the first pair of braces; none when there is no pair. */
    private static List<String> firstBraces(String name) {
        int start = name.indexOf('{');
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = start + 1;
        for (int index = start; index >= 0 && index < name.length(); index++) {
            char next = name.charAt(index);
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (depth == 0 || (depth == 1 && next == ',')) {
                parts.add(name.substring(from, index));
                from = index + 1;
            }
            if (depth == 0) {
                String rest = name.substring(index + 1);
                return parts.stream()
                        .map(part -> name.substring(0, start) + part + rest)
                        .toList();
            }
        }
        return List.of();
    }

    /**
     * The paths that a name without braces matches, in alphabetical order; a folder that cannot be read matches
     * nothing.
     *
     * @param base what a relative name starts from
     */
    static List<Path> matches(Path base, String name) {
        List<Path> found = List.of(name.startsWith("/") ? Path.of("/") : base);
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                next.addAll(step(folder, part));
            }
            found = next;
        }
        return found;
    }

    private static List<Path> step(Path folder, String part) {
        try {
            if (!hasWildcard(part)) {
                Path path = folder.resolve(part);
                return Files.exists(path) ? List.of(path) : List.of();
            }
            return list(folder, part);
        } catch (InvalidPathException | IOException | DirectoryIteratorException unusable) {
            return List.of();
        }
    }

    private static List<Path> list(Path folder, String part) throws IOException {
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + part.replace("[^", "[!"));
        } catch (PatternSyntaxException unclosed) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
            for (Path entry : entries) {
                Path file = entry.getFileName();
                boolean hidden = file.toString().startsWith(".") && !part.startsWith(".");
                if (!hidden && matcher.matches(file)) {
                    found.add(folder.resolve(file));
                }
            }
        }
        return found.stream().sorted().toList();
    }
}
