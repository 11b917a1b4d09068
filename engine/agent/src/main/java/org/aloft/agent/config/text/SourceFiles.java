package org.aloft.agent.config.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads files and remembers which. Confined to the reading thread. */
public final class SourceFiles {
    /** A hundred times the largest configuration anyone has shown. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final List<String> read = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    /** A file whose content is known already. */
    public SourceFile known(Path path, byte[] content) {
        read.add(path.toString());
        contents.add(content);
        Path absolute = path.toAbsolutePath().normalize();
        return SourceFile.of(path.toString(), identity(path), String.valueOf(absolute.getParent()), content);
    }

    /**
     * Reads a file.
     *
     * @throws IOException whose message can be shown: what is wrong and the way out
     */
    public SourceFile read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("this is a folder; name a file in it");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException("it is larger than 16 MiB; is it a configuration at all?");
            }
            return known(path, content);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("it may not be read by this user; check its permissions", denied);
        }
    }

    /** The files that an include line names, read; what is wrong with it is noted. */
    List<SourceFile> included(
            SourceText name, SourceFile from, List<String> open, Set<IncludeCheck> checks, Problems problems) {
        Position position = name.position(0);
        String pattern = unquoted(name.text());
        Path folder = Path.of(from.name()).getParent();
        Path base = folder == null ? Path.of("") : folder;
        List<Path> paths = new ArrayList<>();
        List<String> alternatives = IncludePattern.alternatives(pattern);
        for (String alternative : alternatives) {
            List<Path> matches = IncludePattern.matches(base, alternative);
            if (matches.isEmpty() && mustMatch(alternative, alternatives.size() > 1, checks)) {
                problems.error(position, "no file matches " + alternative + "; add it, or remove the line");
            }
            paths.addAll(matches);
        }
        if (paths.isEmpty() && checks.isEmpty() && !IncludePattern.hasWildcard(pattern)) {
            problems.warning(
                    position, "there is no file " + pattern + " to include; write includea if that is a mistake");
        }
        return readAll(paths, position, open, checks, problems);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean mustMatch(String name, boolean oneOfSeveral, Set<IncludeCheck> checks) {
        return (oneOfSeveral && checks.contains(IncludeCheck.BRACE_MATCH))
                || checks.contains(IncludePattern.hasWildcard(name) ? IncludeCheck.WILDCARD_MATCH : IncludeCheck.MATCH);
    }

    private List<SourceFile> readAll(
            List<Path> paths, Position position, List<String> open, Set<IncludeCheck> checks, Problems problems) {
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (open.contains(identity(path))) {
                problems.error(position, path + " includes itself by this line; remove it");
                continue;
            }
            try {
                if (!Files.isRegularFile(path)) {
                    throw new IOException("it is no regular file");
                }
                files.add(read(path));
            } catch (IOException unreadable) {
                String message = "cannot include " + path + ": " + unreadable.getMessage();
                if (checks.contains(IncludeCheck.READABLE)) {
                    problems.error(position, message);
                } else {
                    problems.warning(position, message);
                }
            }
        }
        return files;
    }

    private static String identity(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException gone) {
            return path.toAbsolutePath().normalize().toString();
        }
    }

    /** Every file that was read, in that order. */
    public List<String> names() {
        return List.copyOf(read);
    }

    /** Of all that was read so far. */
    public Fingerprint fingerprint() {
        return new Fingerprint(contents);
    }
}
