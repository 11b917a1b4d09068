package org.aloft.agent.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.simulate.Scenario;
import org.aloft.agent.simulate.Simulator;

/** {@code aloftd simulate}: says what a set of files will do, without a daemon and without root. */
public final class SimulateCommand {
    static final String HELP = """
            aloftd simulate runs the routers of several files on a virtual clock, and says what will happen: who becomes
            active when, how long nobody and how long two hold each VIP, and which lines are the reason.

            Usage: aloftd simulate FILE… [--scenario NAME…] [--seeds N] [--json]

              FILE…                one keepalived.conf a router, in any order
              --scenario NAME…     crash, stop, pause, link-loss, half-of-adverts, script-fail, comes-back (default all)
              --seeds N            runs of each, 1..100000 (default 100); the same number gives the same answer
              --json               for programs

            Exit status: 0 fine, 1 a property does not hold or a file is in error, 64 wrong usage.

            Example: aloftd simulate lvs1.conf lvs2.conf --scenario crash link-loss
            """;

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MOST_SEEDS = 100_000;

    private final List<Path> files = new ArrayList<>();
    private final Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
    private int seeds = 100;
    private boolean json;
    private boolean help;

    private SimulateCommand() {}

    /**
     * Runs it.
     *
     * @param arguments those after {@code simulate}
     * @return 0 if every property held in every run, 1 if not or if a file is in error
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws CommandLine.UsageException {
        SimulateCommand command = new SimulateCommand();
        command.read(arguments);
        if (command.help) {
            out.print(HELP);
            return DONE;
        }
        Surroundings here = Surroundings.ofThisHost(Optional.empty());
        boolean fine = Simulator.run(command.files, here, command.scenarios, command.seeds, command.json, out, err);
        return fine ? DONE : FAILED;
    }

    private void read(List<String> arguments) throws CommandLine.UsageException {
        Iterator<String> rest =
                arguments.stream().flatMap(SimulateCommand::split).iterator();
        boolean more = false;
        while (rest.hasNext()) {
            String word = rest.next();
            Optional<Scenario> named = more ? Scenario.named(word) : Optional.empty();
            more = named.isPresent() || word.equals("--scenario");
            switch (word) {
                case "--scenario" -> scenarios.add(scenario(rest));
                case "--seeds" -> seeds = seeds(rest);
                case "--json" -> json = true;
                case "-h", "--help" -> help = true;
                default -> {
                    if (named.isPresent()) {
                        scenarios.add(named.get());
                    } else {
                        files.add(file(word));
                    }
                }
            }
        }
        if (files.isEmpty() && !help) {
            throw wrong("FILE is missing");
        }
        if (files.size() > Simulator.MOST_FILES) {
            throw wrong("more than " + Simulator.MOST_FILES + " files: " + files.size());
        }
        if (scenarios.isEmpty()) {
            scenarios.addAll(EnumSet.allOf(Scenario.class));
        }
    }

    private static Stream<String> split(String word) {
        return word.startsWith("--") ? Stream.of(word.split("=", 2)) : Stream.of(word);
    }

    private static Path file(String word) throws CommandLine.UsageException {
        if (word.startsWith("-")) {
            throw wrong("unknown argument: " + word);
        }
        return Path.of(word);
    }

    private static String value(String option, Iterator<String> rest) throws CommandLine.UsageException {
        if (!rest.hasNext()) {
            throw wrong(option + " needs a value");
        }
        return rest.next();
    }

    private static Scenario scenario(Iterator<String> rest) throws CommandLine.UsageException {
        String word = value("--scenario", rest);
        Optional<Scenario> scenario = Scenario.named(word);
        if (scenario.isEmpty()) {
            String known = Arrays.stream(Scenario.values()).map(Scenario::word).collect(Collectors.joining(", "));
            throw wrong("--scenario must be one of " + known + ": " + word);
        }
        return scenario.get();
    }

    private static int seeds(Iterator<String> rest) throws CommandLine.UsageException {
        String text = value("--seeds", rest);
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_SEEDS) {
            throw wrong("--seeds must be a whole number 1.." + MOST_SEEDS + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static CommandLine.UsageException wrong(String message) {
        return new CommandLine.UsageException("simulate", message);
    }
}
