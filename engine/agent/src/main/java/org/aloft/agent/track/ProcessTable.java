package org.aloft.agent.track;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of this host, as /proc shows them ({@code man 5 proc}). Thread-safe.
 *
 * @param directory where it is mounted
 */
record ProcessTable(Path directory) {
    /** Where it always is. */
    static final ProcessTable OF_HOST = new ProcessTable(Path.of("/proc"));

    /** Enough for every word that a configuration can compare. */
    private static final int LONGEST_COMMAND_LINE = 64 * 1024;

    /** The numbers of all processes, zombies included; those that begin or end meanwhile may be missing. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            entries.forEach(
                    entry -> numbers.add(Integer.parseInt(entry.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        return numbers;
    }

    /** The name of a process that runs; empty for one that has ended, a zombie included. */
    Optional<String> name(int process) {
        return read(process, "stat", 512).flatMap(ProcessTable::name);
    }

    /** {@code 4711 (name, perhaps with) in it) S …}: Z and X are the states of the dead. */
    static Optional<String> name(String stat) {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open || close + 2 >= stat.length()) {
            return Optional.empty();
        }
        char state = stat.charAt(close + 2);
        return state == 'Z' || state == 'X' || state == 'x'
                ? Optional.empty()
                : Optional.of(stat.substring(open + 1, close));
    }

    /** The words of its command line; none for a kernel thread and for one that has ended. */
    List<String> commandLine(int process) {
        String line = read(process, "cmdline", LONGEST_COMMAND_LINE).orElse("");
        return line.isEmpty() ? List.of() : List.of(line.split("\0", -1)).subList(0, line.split("\0", -1).length - 1);
    }

    private Optional<String> read(int process, String file, int most) {
        try (InputStream in = Files.newInputStream(directory.resolve(Path.of(Integer.toString(process), file)))) {
            return Optional.of(new String(in.readNBytes(most), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
