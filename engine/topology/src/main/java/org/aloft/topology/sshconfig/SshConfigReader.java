package org.aloft.topology.sshconfig;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.TextFile;

/**
 * Which options of ssh_config(5) apply to a host. It says what stands there, and judges no option. As in ssh(1), the
 * first value of an option counts, so what it gives is in the order of the files. Files are read once. One thread at a
 * time.
 */
public final class SshConfigReader {
    private static final int DEPTH_MOST = 16; // READCONF_MAX_DEPTH
    private static final int INCLUDES_MOST = 1000;

    private final SshConfigFiles files;
    private final Map<Path, List<Line>> read = new HashMap<>();

    /** A line that is not empty, and where it stands. */
    private record Line(SshConfigLine text, Position at) {}

    /** A reader of these files. */
    public SshConfigReader(SshConfigFiles files) {
        this.files = files;
    }

    /** Where it looks. */
    public SshConfigFiles files() {
        return files;
    }

    /** All that applies by the files that are read when none is named. */
    public List<SshConfigOption> optionsFor(SshDestination destination, Problems problems) {
        return options(destination, files.read(), problems);
    }

    /**
     * All that applies by one file, which takes the place of all others, as {@code ssh -F} does.
     *
     * @param named the file and where it is named; {@code none} stands for no file
     */
    public List<SshConfigOption> optionsFor(SshDestination destination, Located<String> named, Problems problems) {
        if (named.value().equalsIgnoreCase("none")) {
            return List.of();
        }
        Path file;
        try {
            file = Path.of(named.value());
        } catch (InvalidPathException e) {
            problems.add(named.at(), named.key(), "bad-name", "must name a file", "Write -F FILE, or -F none.");
            return List.of();
        }
        if (!read.containsKey(file)) {
            Optional<String> text = TextFile.readForgiving(file, named.at(), named.key(), problems);
            if (text.isEmpty()) {
                return List.of();
            }
            read.put(file, lines(file, text.get()));
        }
        return options(destination, List.of(file), problems);
    }

    private List<SshConfigOption> options(SshDestination destination, List<Path> from, Problems problems) {
        Pass first = new Pass(destination, destination.name(), false, problems);
        first.readAll(from);
        if (!first.wantsFinalPass) {
            return first.found;
        }
        Pass second = new Pass(destination, first.hostName().toLowerCase(Locale.ROOT), true, problems);
        second.found.addAll(first.found);
        second.readAll(from);
        return second.found;
    }

    private List<Line> linesOf(Path file, Position namedAt, Problems problems) {
        List<Line> known = read.get(file);
        if (known != null) {
            return known;
        }
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        List<Line> lines = TextFile.readForgiving(file, namedAt, "", problems)
                .map(text -> lines(file, text))
                .orElse(List.of());
        read.put(file, lines);
        return lines;
    }

    private static List<Line> lines(Path file, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String written : text.lines().toList()) {
            number++;
            Position at = new Position(file, number, 1);
            SshConfigLine.parse(written).ifPresent(line -> lines.add(new Line(line, at)));
        }
        return lines;
    }

    /** The files read once from beginning to end for one host. */
    private final class Pass {
        private final SshDestination destination;
        private final String host;
        private final boolean finalPass;
        private final Problems problems;
        private final List<SshConfigOption> found = new ArrayList<>();
        private boolean wantsFinalPass;
        private int includes;

        /** @param host what {@code Host} is compared with */
        Pass(SshDestination destination, String host, boolean finalPass, Problems problems) {
            this.destination = destination;
            this.host = host;
            this.finalPass = finalPass;
            this.problems = problems;
        }

        void readAll(List<Path> from) {
            from.forEach(file -> readFile(file, isOfUser(file), Position.wholeFile(file), 0));
        }

        /** One that {@code -F} names counts as the user's. */
        private boolean isOfUser(Path file) {
            return !file.equals(SshConfigFiles.SYSTEM.resolve("ssh_config"));
        }

        private void readFile(Path file, boolean ofUser, Position namedAt, int depth) {
            boolean active = true;
            for (Line line : linesOf(file, namedAt, problems)) {
                switch (line.text().keyword().toLowerCase(Locale.ROOT)) {
                    case "host" -> active = hostApplies(line);
                    case "match" -> active = matchApplies(line);
                    case "include" -> {
                        if (active) {
                            include(line, ofUser, depth);
                        }
                    }
                    default -> {
                        if (active) {
                            found.add(option(line));
                        }
                    }
                }
            }
        }

        private SshConfigOption option(Line line) {
            String keyword = line.text().keyword();
            boolean ignorable = value("ignoreunknown")
                    .map(patterns ->
                            SshPattern.listMatches(patterns.toLowerCase(Locale.ROOT), keyword.toLowerCase(Locale.ROOT)))
                    .orElse(false);
            return new SshConfigOption(keyword, line.text().rest(), ignorable, line.at());
        }

        private boolean hostApplies(Line line) {
            return !line.text().rest().isEmpty() && SshPattern.anyMatches(words(line), host);
        }

        private boolean matchApplies(Line line) {
            MatchLine.Judgement judgement;
            try {
                judgement = MatchLine.parse(line.text().rest())
                        .judge(new MatchLine.Facts(hostName(), destination.name(), user(), files.user(), finalPass));
            } catch (IllegalArgumentException e) {
                refuse(line, e.getMessage());
                return false;
            }
            wantsFinalPass |= judgement.wantsFinalPass();
            judgement
                    .unknown()
                    .ifPresent(criterion -> problems.add(
                            line.at(),
                            "Match",
                            "unsupported",
                            "Aloft does not judge `Match " + criterion + "`, and it decides here how "
                                    + destination.name() + " is reached",
                            "Write Host or Match host with the names of hosts in its place, or name another file in"
                                    + " ansible_ssh_common_args: -F FILE, or -F none."));
            return judgement.matches() && judgement.unknown().isEmpty();
        }

        private void include(Line line, boolean ofUser, int depth) {
            if (depth == DEPTH_MOST || ++includes > INCLUDES_MOST) {
                refuse(line, "Include goes too deep; does a file include itself?");
                return;
            }
            for (String name : words(line)) {
                try {
                    for (Path file : Glob.expand(absolute(name, ofUser))) {
                        readFile(file, ofUser, line.at(), depth + 1);
                    }
                } catch (InvalidPathException e) {
                    refuse(line, "is not the name of a file: " + name);
                }
            }
        }

        private Path absolute(String name, boolean ofUser) {
            if (name.startsWith("~/") && ofUser) {
                return files.home().resolve(name.substring(2)).toAbsolutePath();
            }
            return (ofUser ? files.home().resolve(".ssh") : SshConfigFiles.SYSTEM)
                    .resolve(name)
                    .toAbsolutePath();
        }

        private List<String> words(Line line) {
            try {
                return SshConfigLine.words(line.text().rest());
            } catch (IllegalArgumentException e) {
                refuse(line, e.getMessage());
                return List.of();
            }
        }

        private void refuse(Line line, String message) {
            problems.add(
                    line.at(),
                    line.text().keyword(),
                    "bad-ssh-config",
                    message,
                    "Correct the line; ssh -G " + destination.name() + " shows what ssh itself makes of the file.");
        }

        /** As far as it is known by now. */
        private String hostName() {
            return destination
                    .hostName()
                    .or(() -> value("hostname"))
                    .map(written -> written.replace("%%", "\0")
                            .replace("%h", destination.name())
                            .replace('\0', '%'))
                    .orElse(destination.name());
        }

        private String user() {
            return destination.user().or(() -> value("user")).orElse(files.user());
        }

        /** The first value of an option so far. */
        private Optional<String> value(String keyword) {
            for (SshConfigOption option : found) {
                if (option.keyword().equalsIgnoreCase(keyword)) {
                    try {
                        return SshConfigLine.words(option.value()).stream().findFirst();
                    } catch (IllegalArgumentException toldWhereItIsUsed) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        }
    }
}
