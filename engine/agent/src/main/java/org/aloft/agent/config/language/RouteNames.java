package org.aloft.agent.config.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.log.Log;

/**
 * Names for numbers of routing tables, protocols, scopes, realms and types of service, from iproute2's files ({@code
 * /etc/iproute2/rt_*} and what its package brings). Read when a name is first asked for. Confined to the reading
 * thread.
 */
final class RouteNames {
    private static final Logger LOG = Log.of(RouteNames.class);

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/share/iproute2"), Path.of("/usr/lib/iproute2"), Path.of("/etc/iproute2"));

    /** What a number can name. */
    enum Kind {
        TABLE("rt_tables", Map.of("default", 253L, "main", 254L, "local", 255L), 0xffff_ffffL),
        PROTOCOL("rt_protos", Map.of("kernel", 2L, "boot", 3L, "static", 4L, "keepalived", 18L), 255),
        SCOPE(
                "rt_scopes",
                Map.of("global", 0L, "universe", 0L, "site", 200L, "link", 253L, "host", 254L, "nowhere", 255L),
                255),
        REALM("rt_realms", Map.of("cosmos", 0L), 0xffff),
        TYPE_OF_SERVICE("rt_dsfield", Map.of(), 255);

        private final String file;

        @SuppressWarnings("ImmutableEnumChecker") // the maps above cannot be changed
        private final Map<String, Long> known;

        private final long most;

        Kind(String file, Map<String, Long> known, long most) {
            this.file = file;
            this.known = known;
            this.most = most;
        }

        /** The name of iproute2's file. */
        String file() {
            return file;
        }
    }

    private final Map<Kind, Map<String, Long>> names = new HashMap<>();

    /**
     * A decimal, octal (0…) or hexadecimal (0x…) number within the kind's range, or a name; empty for anything else.
     */
    Optional<Integer> number(Kind kind, String text) {
        return unsigned(text, kind.most)
                .or(() -> Optional.ofNullable(
                        names.computeIfAbsent(kind, RouteNames::read).get(text)))
                .map(Long::intValue);
    }

    static Optional<Long> unsigned(String text, long most) {
        try {
            return Optional.of(text)
                    .filter(number -> number.matches("0[xX][0-9A-Fa-f]{1,16}|[0-9]{1,18}"))
                    .map(Long::decode)
                    .filter(value -> value >= 0 && value <= most);
        } catch (NumberFormatException tooLarge) { // or an octal number with an 8
            return Optional.empty();
        }
    }

    private static Map<String, Long> read(Kind kind) {
        Map<String, Long> found = new HashMap<>(kind.known);
        for (Path file : files(kind)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                        .filter(words -> words.length == 2)
                        .forEach(words ->
                                unsigned(words[0], kind.most).ifPresent(number -> found.put(words[1], number)));
            } catch (IOException | UncheckedIOException unreadable) {
                LOG.log(Level.DEBUG, "names that {0} would give are unknown: {1}", file, unreadable.getMessage());
            }
        }
        return found;
    }

    /** The main files, and what packages drop beside them. */
    private static List<Path> files(Kind kind) {
        List<Path> files = new ArrayList<>();
        for (Path folder : FOLDERS) {
            Path main = folder.resolve(kind.file);
            if (Files.isReadable(main)) {
                files.add(main);
            }
            try (Stream<Path> dropped = Files.list(folder.resolve(kind.file + ".d"))) {
                dropped.filter(path -> path.toString().endsWith(".conf"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException none) {
                LOG.log(Level.DEBUG, "as on most hosts there is no folder {0}", none.getMessage());
            }
        }
        return files;
    }
}
