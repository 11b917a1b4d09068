package org.aloft.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.aloft.agent.configtest.ConfigurationTest;
import org.aloft.agent.status.StatusClient;

/** The command {@code aloftd}. */
public final class Aloftd {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    private Aloftd() {}

    /** Runs, and ends the process with 0 when done, 1 when something failed, 64 when the arguments make no sense. */
    public static void main(String[] arguments) {
        int status;
        try {
            List<String> words = List.of(arguments);
            status = words.size() > 0 && words.get(0).equals("genhash")
                    ? GenhashCommand.run(words.subList(1, words.size()), System.out, System.err)
                    : run(CommandLine.parse(words));
        } catch (CommandLine.UsageException wrong) {
            System.err.println("aloftd: " + wrong.getMessage());
            status = USAGE;
        }
        System.out.flush();
        // Not exit(): the daemon has cleaned up by now, and a second SIGTERM is not to disturb the end.
        Runtime.getRuntime().halt(status);
    }

    private static int run(CommandLine line) {
        return switch (line.command()) {
            case RUN -> Daemon.run(line);
            case CONFIG_TEST -> configTest(line, true);
            case SYNTAX_TEST -> configTest(line, false);
            case STATUS -> status(line);
            case VERSION -> print(nameAndVersion() + "\n");
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
            System.err.println("aloftd: no aloftd answers at " + line.statusSocket() + " (" + failure.getMessage()
                    + "); is it running? Start it with: systemctl start aloftd");
            return FAILED;
        }
    }

    /** Such as {@code aloftd 0.1.0}. */
    static String nameAndVersion() {
        Properties properties = new Properties();
        try (InputStream stream = Aloftd.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException("version.properties is missing from aloftd's jar; build it again", failure);
        }
        return "aloftd " + properties.getProperty("version");
    }
}
