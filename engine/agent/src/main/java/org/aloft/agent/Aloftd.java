package org.aloft.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ConfigurationException;
import org.aloft.agent.config.ConfigurationReader;
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
            status = run(CommandLine.parse(List.of(arguments)));
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
            case CONFIG_TEST -> configTest(line);
            case STATUS -> status(line);
            case VERSION -> print(nameAndVersion() + "\n");
            case HELP -> print(CommandLine.HELP);
        };
    }

    private static int print(String text) {
        System.out.print(text);
        return DONE;
    }

    private static int configTest(CommandLine line) {
        try {
            Configuration configuration = ConfigurationReader.read(line.file());
            configuration.warnings().forEach(System.err::println);
            return print(line.file() + ": fine; " + configuration.instances().size() + " vrrp_instance, "
                    + configuration.virtualServers().size() + " virtual_server\n");
        } catch (ConfigurationException refused) {
            refused.problems().forEach(System.err::println);
            return FAILED;
        }
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
