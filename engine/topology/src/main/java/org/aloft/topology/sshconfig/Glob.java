package org.aloft.topology.sshconfig;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Files by glob(7), in the order of their names. */
final class Glob {
    private Glob() {}

    /** Those that are there, of an absolute path that may have {@code *}, {@code ?} and {@code []} in it. */
    static List<Path> expand(Path pattern) {
        List<Path> found = List.of(pattern.getRoot());
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                next.addAll(expand(folder, part.toString()));
            }
            found = next;
        }
        return found;
    }

    private static List<Path> expand(Path folder, String part) {
        if (!part.matches(".*[*?\\[].*")) {
            Path one = folder.resolve(part);
            return Files.exists(one) ? List.of(one) : List.of();
        }
        List<Path> found = new ArrayList<>();
        try {
            PathMatcher matcher =
                    FileSystems.getDefault().getPathMatcher("glob:" + part.replaceAll("[{}\\\\]", "\\\\$0"));
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String name = String.valueOf(entry.getFileName());
                    boolean hidden = name.startsWith(".") && !part.startsWith(".");
                    if (!hidden && matcher.matches(entry.getFileName())) {
                        found.add(entry);
                    }
                }
            }
        } catch (IOException | PatternSyntaxException nothingThere) {
            return List.of(); // as glob(3): what cannot be looked into has no files
        }
        found.sort(null);
        return found;
    }
}
