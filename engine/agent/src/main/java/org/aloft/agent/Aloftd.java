package org.aloft.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.command.CommandLine;
import org.aloft.agent.command.GenhashCommand;
import org.aloft.agent.command.SimulateCommand;
import org.aloft.agent.configtest.ConfigurationPrint;
import org.aloft.agent.configtest.ConfigurationTest;
import org.aloft.agent.control.ControlClient;
import org.aloft.agent.order.Orders;
import org.aloft.agent.run.Daemon;
import org.aloft.agent.run.Preparation;
import org.aloft.agent.run.Version;
import org.aloft.agent.status.StatusClient;

/** The command {@code aloftd}. */
public final class Aloftd {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    private Aloftd() {}

    /** Runs, and ends the process with 0 when done, 1 when something failed, 64 when the arguments make no sense. */
    public static void main(String[] arguments) {
        int status = FAILED;
        try {
            status = run(List.of(arguments));
        } catch (CommandLine.UsageException wrong) {
            System.err.println("aloftd: " + wrong.getMessage());
            status = USAGE;
        } catch (RuntimeException | Error fault) {
            System.err.println("aloftd: this is a fault of aloftd, please report it");
            fault.printStackTrace();
        } finally {
            System.out.flush();
            // Threads that are left must not keep the process alive. Not exit(): the daemon has cleaned up by now, and
            // a
            // second SIGTERM must not disturb the end.
            Runtime.getRuntime().halt(status);
        }
    }

    private static int run(List<String> words) throws CommandLine.UsageException {
        String first = words.isEmpty() ? "" : words.get(0);
        if (GenhashCommand.NAMES.contains(first)) {
            return GenhashCommand.run(words.subList(1, words.size()), System.out, System.err);
        }
        if (first.equals("simulate")) {
            return SimulateCommand.run(words.subList(1, words.size()), System.out, System.err);
        }
        return Orders.NAMES.contains(first) ? order(words) : run(CommandLine.parse(words));
    }

    private static int run(CommandLine line) {
        return switch (line.command()) {
            case RUN -> {
                Preparation.begin(); // before so much as the class Daemon is there
                yield Daemon.run(line);
            }
            case CONFIG_TEST -> configTest(line, true);
            case SYNTAX_TEST -> configTest(line, false);
            case PRINT_CONFIG -> printConfiguration(line);
            case STATUS -> status(line);
            case VERSION -> print(Version.nameAndVersion() + "\n");
            case HELP -> print(CommandLine.HELP);
        };
    }

    private static int print(String text) {
        System.out.print(text);
        return DONE;
    }

    private static int configTest(CommandLine line, boolean withMachine) {
        line.notes().forEach(System.err::println);
        try (PrintStream diagnostics = diagnostics(line)) {
            boolean fine =
                    ConfigurationTest.run(line.file(), line.surroundings(), withMachine, System.out, diagnostics);
            return fine ? DONE : FAILED;
        } catch (IOException unwritable) {
            System.err.println(
                    "aloftd: cannot write " + unwritable.getMessage() + "; name another with --config-test=OUT");
            return FAILED;
        }
    }

    private static int printConfiguration(CommandLine line) {
        line.notes().forEach(System.err::println);
        try {
            return ConfigurationPrint.run(line.file(), line.surroundings(), System.out) ? DONE : FAILED;
        } catch (IOException unreadable) {
            System.err.println(
                    "aloftd: " + line.file() + ": " + unreadable.getMessage() + "; name another with -f FILE");
            return FAILED;
        }
    }

    private static PrintStream diagnostics(CommandLine line) throws IOException {
        return line.testOutput().isPresent()
                ? new PrintStream(line.testOutput().get().toFile(), StandardCharsets.UTF_8)
                : System.err;
    }

    private static int status(CommandLine line) {
        try {
            System.out.writeBytes(StatusClient.read(line.statusSocket()));
            return DONE;
        } catch (IOException failure) {
            return nobodyAnswers(line.statusSocket(), failure);
        }
    }

    /** All words of an order go to the daemon, except those that say where it is. */
    private static int order(List<String> arguments) throws CommandLine.UsageException {
        List<String> words = new ArrayList<>(arguments);
        List<String> where = new ArrayList<>();
        for (String name : List.of("--run-directory", "--namespace", "-s")) {
            int option = words.indexOf(name);
            if (option >= 0) {
                List<String> pair = words.subList(option, Math.min(option + 2, words.size()));
                where.addAll(pair);
                pair.clear();
            }
        }
        Path socket = CommandLine.parse(where).controlSocket();
        try {
            return ControlClient.run(socket, words, System.out, System.err);
        } catch (IOException failure) {
            return nobodyAnswers(socket, failure);
        }
    }

    private static int nobodyAnswers(Path socket, IOException failure) {
        System.err.println("aloftd: no aloftd answers at " + socket + " (" + failure.getMessage()
                + "); is it running, and are you root? Start it with: systemctl start aloftd");
        return FAILED;
    }
}
