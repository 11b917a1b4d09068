package org.aloft.agent.command;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.check.Genhash;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.HttpCheckBlock.Protocol;

/** {@code aloftd genhash}: prints the digest of a page, with the options of keepalived's {@code genhash}. */
public final class GenhashCommand {
    /** What calls it, as the first word only; the last two are keepalived's. */
    public static final Set<String> NAMES = Set.of("genhash", "-T", "--genhash");

    static final String HELP = """
            aloftd genhash prints the MD5 digest of a page, for `digest` in a url block of HTTP_GET or SSL_GET.

            Usage: aloftd genhash -s SERVER [-p PORT] [-u URL] [-S [-I]] [-V HOST] [-P 1.0|1.0c|1.1] [-t SECONDS] [-m MARK] [-v]

              -s, --server SERVER          the server's name or IP address
              -p, --port PORT              default 80, with -S 443
              -u, --url URL                the path to ask for (default /)
              -S, --use-ssl                over TLS; the certificate is not looked at
              -I, --use-sni                name the host of -V in the TLS handshake
              -V, --use-virtualhost HOST   the Host line; default: the server and its port
              -P, --protocol VERSION       1.0 (default), 1.0c with "Connection: close", or 1.1
              -t, --timeout SECONDS        for the connection, and for each further answer (default 5)
              -m, --fwmark MARK            the firewall mark of the packets sent
              -v, --verbose                also print the head of the answer and the length of its body

            Example: aloftd genhash -s 192.0.2.21 -p 80 -u /health -V www.example.org
            """;

    private static final int DONE = 0;
    private static final int FAILED = 1;

    private String server = "";
    private Optional<Integer> port = Optional.empty();
    private String path = "/";
    private Optional<String> virtualHost = Optional.empty();
    private Protocol protocol = Protocol.HTTP_1_0;
    private Duration timeout = Duration.ofSeconds(5);
    private int mark;
    private boolean tls;
    private boolean sendsServerName;
    private boolean verbose;
    private boolean help;

    private GenhashCommand() {}

    /**
     * Runs it.
     *
     * @param arguments those after {@code genhash}
     * @return 0 if the digest was printed, 1 if the page could not be fetched
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws CommandLine.UsageException {
        GenhashCommand command = new GenhashCommand();
        command.read(arguments);
        if (command.help) {
            out.print(HELP);
            return DONE;
        }
        try {
            command.print(Genhash.fetch(command.page()), out);
            return DONE;
        } catch (IOException failure) {
            err.println("aloftd genhash: " + failure.getMessage());
            return FAILED;
        }
    }

    private void read(List<String> arguments) throws CommandLine.UsageException {
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "-s", "--server" -> server = value(option, rest);
                case "-p", "--port" -> port = Optional.of(number(option, rest, 65_535));
                case "-u", "--url" -> path = path(option, rest);
                case "-S", "--use-ssl" -> tls = true;
                case "-I", "--use-sni" -> sendsServerName = true;
                case "-V", "--use-virtualhost" -> virtualHost = Optional.of(value(option, rest));
                case "-P", "--protocol" -> protocol = protocol(value(option, rest));
                case "-t", "--timeout" -> timeout = Duration.ofSeconds(number(option, rest, 86_400));
                case "-m", "--fwmark" -> mark = number(option, rest, Integer.MAX_VALUE);
                case "-v", "--verbose" -> verbose = true;
                case "-h", "--help" -> help = true;
                default -> throw wrong("unknown argument: " + option);
            }
        }
        if (server.isEmpty() && !help) {
            throw wrong("-s SERVER is missing");
        }
    }

    private static CommandLine.UsageException wrong(String message) {
        return new CommandLine.UsageException("genhash", message);
    }

    private static String value(String option, Iterator<String> rest) throws CommandLine.UsageException {
        if (!rest.hasNext()) {
            throw wrong(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, Iterator<String> rest, int most) throws CommandLine.UsageException {
        String text = value(option, rest);
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw wrong(option + " must be a whole number 1.." + most + ": " + text);
        }
        return Integer.parseInt(text);
    }

    /** A blank or a control character would end the request line. */
    private static String path(String option, Iterator<String> rest) throws CommandLine.UsageException {
        String text = value(option, rest);
        if (!text.matches("[\\x21-\\x7e\\x80-\\uffff]+")) {
            throw wrong(option + " must have no blanks; write %20 for a blank: " + text);
        }
        return text;
    }

    private static Protocol protocol(String text) throws CommandLine.UsageException {
        return Arrays.stream(Protocol.values())
                .filter(candidate -> candidate.keyword().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong("--protocol must be one of "
                        + Arrays.stream(Protocol.values())
                                .map(Protocol::keyword)
                                .collect(Collectors.joining(", "))
                        + ": " + text));
    }

    private Genhash.Page page() throws IOException {
        InetSocketAddress target = new InetSocketAddress(address(), port.orElse(tls ? 443 : 80));
        CheckConnection connection = new CheckConnection(target, timeout, Optional.empty(), 0, Optional.empty(), mark);
        return new Genhash.Page(connection, tls, sendsServerName, protocol, path, virtualHost);
    }

    private InetAddress address() throws IOException {
        try {
            return InetAddress.getByName(server);
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host " + server + "; name another with -s", unknown);
        }
    }

    private void print(Genhash.Answer answer, PrintStream out) {
        if (verbose) {
            out.print(answer.head().replace("\r\n", "\n"));
            out.println(answer.length() + " bytes of body, digest:");
        }
        out.println(answer.digest());
    }
}
