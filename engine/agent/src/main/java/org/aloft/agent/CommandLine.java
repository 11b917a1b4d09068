package org.aloft.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What was typed after {@code aloftd}.
 *
 * @param command what to do
 * @param file the configuration
 * @param runDirectory where the lock, the journal and the status socket are
 * @param http where the status is answered over HTTP; empty for nowhere
 */
record CommandLine(Command command, Path file, Path runDirectory, Optional<InetSocketAddress> http) {
    private static final Path DEFAULT_FILE = Path.of("/etc/aloft/aloftd.conf");
    private static final Path DEFAULT_RUN_DIRECTORY = Path.of("/run/aloft");
    private static final int DEFAULT_PORT = 9753;

    static final String HELP = """
            aloftd holds virtual IPs by VRRP and balances services by IPVS, from a file in keepalived.conf syntax.

            Usage: aloftd [-f FILE] [--run-directory DIR] [--http PORT|off]     run in the foreground
                   aloftd --config-test [-f FILE]                               check FILE; exit 0 if it is fine, 1 if not
                   aloftd status [--run-directory DIR]                          print what the running aloftd does, as JSON
                   aloftd --version | --help

              -f, --use-file FILE    the configuration (default /etc/aloft/aloftd.conf)
              -t, --config-test      check the configuration and exit
              --run-directory DIR    lock, journal of VIPs and status socket (default /run/aloft)
              --http PORT|off        status on http://127.0.0.1:PORT/status.json (default 9753)

            Signals: TERM hands the VIPs over and exits, HUP reads FILE again.
            """;

    enum Command {
        RUN,
        CONFIG_TEST,
        STATUS,
        VERSION,
        HELP
    }

    /** The arguments make no sense; the message says which and why. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message + "; see: aloftd --help");
        }
    }

    static CommandLine parse(List<String> arguments) throws UsageException {
        Command command = Command.RUN;
        Path file = DEFAULT_FILE;
        Path runDirectory = DEFAULT_RUN_DIRECTORY;
        Optional<InetSocketAddress> http = loopback(DEFAULT_PORT);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "-f", "--use-file" -> file = Path.of(value(argument, rest));
                case "-t", "--config-test" -> command = Command.CONFIG_TEST;
                case "--run-directory" -> runDirectory = Path.of(value(argument, rest));
                case "--http" -> http = http(value(argument, rest));
                case "--version" -> command = Command.VERSION;
                case "-h", "--help" -> command = Command.HELP;
                case "status" -> command = Command.STATUS;
                default -> throw new UsageException("unknown argument: " + argument);
            }
        }
        return new CommandLine(command, file, runDirectory, http);
    }

    private static String value(String option, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.next();
    }

    private static Optional<InetSocketAddress> http(String text) throws UsageException {
        if (text.equals("off")) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new UsageException("--http must be a port 0..65535, or off: " + text);
        }
        return loopback(Integer.parseInt(text));
    }

    private static Optional<InetSocketAddress> loopback(int port) {
        return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    Path statusSocket() {
        return runDirectory.resolve("aloftd.sock");
    }

    Path journal() {
        return runDirectory.resolve("vips");
    }

    Path lock() {
        return runDirectory.resolve("aloftd.lock");
    }
}
