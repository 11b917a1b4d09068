package org.aloft.agent.track;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.aloft.agent.config.TrackProcessBlock;

/** Whether a process is one of those that a {@code vrrp_track_process} means. Pure. */
final class ProcessMatch {
    /** The kernel keeps this much of a name. */
    private static final int LONGEST_NAME = 15;

    private ProcessMatch() {}

    /**
     * Compares exactly: {@code ssh} does not mean sshd.
     *
     * @param name as the kernel has it
     * @param commandLine its words; asked for only if they matter
     */
    static boolean matches(TrackProcessBlock wanted, String name, Supplier<List<String>> commandLine) {
        if (!wanted.needsCommandLine()) {
            return name.equals(kernelName(wanted.process()));
        }
        List<String> words = commandLine.get();
        return !words.isEmpty()
                && words.get(0).equals(wanted.process())
                && parametersMatch(wanted, words.subList(1, words.size()));
    }

    private static String kernelName(String process) {
        String file = process.startsWith("/") ? Path.of(process).getFileName().toString() : process;
        return file.length() > LONGEST_NAME ? file.substring(0, LONGEST_NAME) : file;
    }

    private static boolean parametersMatch(TrackProcessBlock wanted, List<String> present) {
        List<String> given = wanted.parameters();
        return switch (wanted.match()) {
            case AS_GIVEN -> given.isEmpty() || present.equals(given);
            case ALL -> present.equals(given);
            case FIRST ->
                present.size() >= given.size()
                        && present.subList(0, given.size()).equals(given);
            case PREFIX -> beginsWith(present, given);
        };
    }

    private static boolean beginsWith(List<String> present, List<String> given) {
        if (given.isEmpty() || present.size() < given.size()) {
            return given.isEmpty();
        }
        int last = given.size() - 1;
        return present.subList(0, last).equals(given.subList(0, last))
                && present.get(last).startsWith(given.get(last));
    }
}
