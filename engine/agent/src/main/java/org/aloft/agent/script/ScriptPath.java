package org.aloft.agent.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at every step of the path to a program, from the root directory and through links. */
public final class ScriptPath {
    /** As many links as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int FILE = 0100000;
    private static final int PERMISSIONS = 07777;

    private ScriptPath() {}

    /**
     * The steps, from {@code /} to the file.
     *
     * @param program a path, or a name that is looked for in the directories of {@code searchPath}
     * @param searchPath as the variable PATH has it
     * @return empty if it is not there, or this process may not look
     */
    public static List<PathFact> facts(String program, String searchPath) {
        try {
            Optional<Path> found = find(program, searchPath);
            return found.isPresent() ? walk(found.get()) : List.of();
        } catch (IOException | InvalidPathException unreachable) {
            return List.of();
        }
    }

    private static Optional<Path> find(String program, String searchPath) {
        return program.contains("/")
                ? Optional.of(Path.of(program).toAbsolutePath())
                : Stream.of(searchPath.split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, program).toAbsolutePath())
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    private static List<PathFact> walk(Path program) throws IOException {
        List<PathFact> facts = new ArrayList<>();
        Path here = program.getRoot();
        facts.add(fact(here));
        Deque<Path> ahead = new ArrayDeque<>();
        program.forEach(ahead::addLast);
        int links = 0;
        while (!ahead.isEmpty()) {
            Path next = here.resolve(ahead.removeFirst()).normalize();
            PathFact fact = fact(next);
            facts.add(fact);
            if (fact.kind() != PathFact.Kind.LINK) {
                here = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException("too many links: " + program);
            }
            Path target = Files.readSymbolicLink(next);
            here = target.isAbsolute() ? target.getRoot() : here;
            for (int index = target.getNameCount() - 1; index >= 0; index--) {
                ahead.addFirst(target.getName(index));
            }
        }
        return List.copyOf(facts);
    }

    private static PathFact fact(Path path) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) found.get("mode");
        return new PathFact(
                path.toString(),
                kind(mode),
                (Integer) found.get("uid"),
                (Integer) found.get("gid"),
                mode & PERMISSIONS);
    }

    private static PathFact.Kind kind(int mode) {
        return switch (mode & TYPE) {
            case DIRECTORY -> PathFact.Kind.DIRECTORY;
            case LINK -> PathFact.Kind.LINK;
            case FILE -> PathFact.Kind.FILE;
            default -> PathFact.Kind.OTHER;
        };
    }
}
