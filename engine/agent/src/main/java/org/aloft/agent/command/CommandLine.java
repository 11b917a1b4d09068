package org.aloft.agent.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.text.Parts;
import org.aloft.agent.config.text.Surroundings;

/**
 * What was typed after {@code aloftd}.
 *
 * @param command what to do
 * @param file the configuration
 * @param runDirectory where the lock, the journal and the status socket are
 * @param runDirectoryIsGiven whether it was typed
 * @param http where the status is answered over HTTP; empty for nowhere
 * @param httpHosts further names under which it is answered there
 * @param surroundings what conditions in the file are compared with
 * @param testOutput where {@code --config-test=FILE} writes what is wrong; empty for standard error
 * @param notes what options of keepalived's do not do here, one sentence each
 */
public record CommandLine(
        Command command,
        Path file,
        Path runDirectory,
        boolean runDirectoryIsGiven,
        Optional<InetSocketAddress> http,
        Set<String> httpHosts,
        Surroundings surroundings,
        Optional<Path> testOutput,
        List<String> notes) {
    private static final Path DEFAULT_FILE = Path.of("/etc/aloft/aloftd.conf");
    private static final Path DEFAULT_RUN_DIRECTORY = Path.of("/run/aloft");
    private static final int DEFAULT_PORT = 9753;

    /**
     * Short options that take a value, and those that take one in the same word only; the others can stand together
     * behind one dash.
     */
    private static final Set<String> WITH_VALUE = Set.of("-f", "-i", "-s", "-p", "-r", "-c", "-b", "-S", "-A", "-u");

    private static final Set<String> WITH_OPTIONAL_VALUE = Set.of("-g", "-M", "-t");

    /** What {@code aloftd --help} prints. */
    public static final String HELP = """
            aloftd holds virtual IPs by VRRP and balances services by IPVS, from a file in keepalived.conf syntax.

            Usage: aloftd [-f FILE] [--run-directory DIR] [--http PORT|off]     run in the foreground
                   aloftd --config-test [-f FILE] [--syntax]                    check FILE; exit 0 if it is fine, 1 if not
                   aloftd --print-config [-f FILE]                              print what FILE says as JSON, secrets included
                   aloftd status [--run-directory DIR]                          print what the running aloftd does, as JSON
                   aloftd explain [INSTANCE …]                                  say why each instance is in its state
                   aloftd handover [--back] INSTANCE|GROUP                      let another director be active; --back ends that
                   aloftd drain SERVER… [--limit S] [--all] [--back-after S]    weight 0 until connections are done, then out; all at once
                   aloftd undrain SERVER…                                       take them back; --back-after does so by itself
                   aloftd reload [--dry-run]                                    read FILE again and say what changed, or would change
                   aloftd end --in-place                                        end, and leave all where it is for the next one
                   aloftd events                                                say what happened and what happens, as JSON lines
                   aloftd simulate FILE… [--scenario NAME…] [--seeds N]         say what the routers of these files will do
                   aloftd genhash -s SERVER -p PORT -u URL                      print the digest of a page; see aloftd genhash --help
                   aloftd --version | --help

              -f, --use-file FILE    the configuration (default /etc/aloft/aloftd.conf)
              -i, --config-id ID     what @ID lines in FILE are compared with (default the host's name up to its first dot)
              -e, --all-config       an include line whose file is missing is an error
              -t, --config-test      check the configuration against this machine and exit; --config-test=OUT writes what
                                     is wrong to the file OUT
              --syntax               with -t: check the text alone, not against this machine
              --print-config         print FILE as JSON: its statements with their places, what is wrong, and what they come
                                     to with every default; exit 0 if it can be used, 1 if not. Passwords stand in it
              -P, --vrrp             only VRRP: no virtual servers
              -C, --check            only virtual servers: no VRRP
              -s, --namespace NAME   run in this network namespace, whatever net_namespace in FILE says
              --run-directory DIR    lock, journal of VIPs and status socket (default /run/aloft, or /run/aloft/NAME in
                                     the network namespace NAME; status and orders find it by -s NAME)
              --http PORT|off        status on http://127.0.0.1:PORT/status.json (default 9753)
              --http-host NAME       answer there under this name, too, beside addresses, localhost and the host's own name;
                                     several times for several names

            keepalived's other options are taken with a note in the log about what they do not do here, or refused with what
            to do instead.

            Signals: TERM hands the VIPs over and exits, HUP reads FILE again. USR1 and USR2, for which keepalived writes files,
            say in the log where the same stands. Those that mean nothing to it, such as ALRM, are
            ignored.
            """;

    /** What aloftd is asked to do. */
    public enum Command {
        RUN,
        CONFIG_TEST,
        SYNTAX_TEST,
        PRINT_CONFIG,
        STATUS,
        VERSION,
        HELP
    }

    /** The arguments make no sense; the message says which and why. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message + "; see: aloftd --help");
        }

        /** Of a command with options of its own. */
        UsageException(String command, String message) {
            super(message + "; see: aloftd " + command + " --help");
        }
    }

    /** While the words are read. */
    private static final class Draft {
        private Command command = Command.RUN;
        private boolean syntaxOnly;
        private Path file = DEFAULT_FILE;
        private Optional<Path> runDirectory = Optional.empty();
        private Optional<String> namespace = Optional.empty();
        private Optional<InetSocketAddress> http = loopback(DEFAULT_PORT);
        private final Set<String> httpHosts = new HashSet<>();
        private Optional<String> configurationId = Optional.empty();
        private boolean everyIncludeMustExist;
        private Parts parts = Parts.ALL;
        private Optional<Path> testOutput = Optional.empty();
        private final List<String> notes = new ArrayList<>();

        private CommandLine finish() {
            Surroundings here = Surroundings.ofThisHost(configurationId);
            boolean testsSyntax = command == Command.CONFIG_TEST && syntaxOnly;
            return new CommandLine(
                    testsSyntax ? Command.SYNTAX_TEST : command,
                    file,
                    runDirectory.orElseGet(() -> runDirectoryIn(namespace)),
                    runDirectory.isPresent(),
                    http,
                    Set.copyOf(httpHosts),
                    new Surroundings(here.hostName(), here.configurationId(), everyIncludeMustExist, parts, namespace),
                    testOutput,
                    List.copyOf(notes));
        }
    }

    /**
     * Reads the words after {@code aloftd}.
     *
     * @param arguments all of them
     * @throws UsageException if they make no sense
     */
    public static CommandLine parse(List<String> arguments) throws UsageException {
        Draft draft = new Draft();
        OptionWords words = new OptionWords(arguments, WITH_VALUE, WITH_OPTIONAL_VALUE);
        while (words.hasNext()) {
            String word = words.next();
            if (!read(word, words, draft) && !readKeepaliveds(word, words, draft)) {
                throw new UsageException("unknown argument: " + word);
            }
        }
        return draft.finish();
    }

    private static boolean read(String word, OptionWords words, Draft draft) throws UsageException {
        switch (word) {
            case "-f", "--use-file" -> draft.file = Path.of(words.value());
            case "-i", "--config-id" -> draft.configurationId = Optional.of(words.value());
            case "-e", "--all-config" -> draft.everyIncludeMustExist = true;
            case "-t", "--config-test" -> {
                draft.command = Command.CONFIG_TEST;
                draft.testOutput = Optional.of(words.gluedValue())
                        .filter(name -> !name.isEmpty())
                        .map(Path::of);
            }
            case "--syntax" -> draft.syntaxOnly = true;
            case "--print-config" -> draft.command = Command.PRINT_CONFIG;
            case "-P", "--vrrp" -> draft.parts = Parts.VRRP;
            case "-C", "--check" -> draft.parts = Parts.CHECKERS;
            case "--run-directory" -> draft.runDirectory = Optional.of(Path.of(words.value()));
            case "-s", "--namespace" -> draft.namespace = Optional.of(namespace(words.value()));
            case "--http" -> draft.http = http(words.value());
            case "--http-host" -> draft.httpHosts.add(words.value());
            case "-v", "--version" -> draft.command = Command.VERSION;
            case "-h", "--help" -> draft.command = Command.HELP;
            case "status" -> draft.command = Command.STATUS;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What keepalived(8) knows beside that. */
    private static boolean readKeepaliveds(String word, OptionWords words, Draft draft) throws UsageException {
        Optional<KeepalivedOption> option = KeepalivedOption.named(word);
        if (option.isEmpty()) {
            return false;
        }
        if (option.get().refused()) {
            throw new UsageException(word + " is not supported: " + option.get().explanation());
        }
        switch (option.get().value()) {
            case NEEDED -> words.value();
            case OPTIONAL -> words.gluedValue();
            case NONE -> {}
        }
        draft.notes.add(word + " does nothing here: " + option.get().explanation());
        return true;
    }

    private static String namespace(String text) throws UsageException {
        if (text.isEmpty() || text.contains("/") || text.startsWith(".")) {
            throw new UsageException("--namespace must be a name as ip netns list has it, without a path: " + text);
        }
        return text;
    }

    private static Path runDirectoryIn(Optional<String> namespace) {
        return namespace.map(DEFAULT_RUN_DIRECTORY::resolve).orElse(DEFAULT_RUN_DIRECTORY);
    }

    /** The same for a run in this network namespace: several on one host then keep apart by themselves. */
    public CommandLine inNamespace(Optional<String> namespace) {
        return runDirectoryIsGiven
                ? this
                : new CommandLine(
                        command,
                        file,
                        runDirectoryIn(namespace),
                        false,
                        http,
                        httpHosts,
                        surroundings,
                        testOutput,
                        notes);
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

    /** Where the status is read. */
    public Path statusSocket() {
        return runDirectory.resolve("aloftd.sock");
    }

    /** Where orders are taken. */
    public Path controlSocket() {
        return runDirectory.resolve("control.sock");
    }

    /** The journal of what VRRP has put on this host. */
    public Path journal() {
        return runDirectory.resolve("vips");
    }

    /** What a process that ended in place left to the next one. */
    public Path leftInPlace() {
        return runDirectory.resolve("in-place");
    }

    /** The journal of the virtual services in the kernel. */
    public Path ipvsJournal() {
        return runDirectory.resolve("ipvs");
    }

    /** Held by the one aloftd of this run directory. */
    public Path lock() {
        return runDirectory.resolve("aloftd.lock");
    }
}
