package org.aloft.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code aloft}: hands the command line to one of its subcommands and turns the outcome into an exit code.
 */
@Command(
        name = "aloft",
        description = "Keeps virtual IPs aloft: plan, roll out and prove a high-availability cluster.",
        version = "aloft " + Aloft.VERSION,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 changes pending (plan --detailed-exitcode, import),",
            "3 verification failed, 4 host unreachable, 5 reverted, 64 usage, 130 interrupted.",
            "",
            "Try it here first:  sudo aloft demo"
        })
final class Aloft implements Callable<Integer> {
    static final String VERSION = "0.1.0";

    private static final String JSON = "--json";

    private static final Duration TO_PUT_BACK = Duration.ofMinutes(3);

    @Option(
            names = "--debug",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show where in the code an error came from.")
    boolean debug;

    @Spec
    CommandSpec spec;

    final Terminal terminal;
    final Surroundings surroundings;

    private Aloft(Terminal terminal, Surroundings surroundings) {
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    /** Runs the command line of this process, and ends it. */
    public static void main(String[] arguments) {
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(putBackOnInterrupt(Thread.currentThread(), finished), "ctrl-c"));
        int status = run(Terminal.ofProcess(System.getenv()), arguments);
        finished.countDown();
        System.exit(status);
    }

    /** Ctrl-C interrupts the command and waits while it cleans up: undoes its drill, takes its lab down. */
    private static Runnable putBackOnInterrupt(Thread command, CountDownLatch finished) {
        return () -> {
            if (finished.getCount() > 0) {
                command.interrupt();
                try {
                    if (!finished.await(TO_PUT_BACK.toSeconds(), TimeUnit.SECONDS)) {
                        System.err.println(
                                "aloft: cleaning up took too long; each host ends its own drill within minutes");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Runs one command line. */
    static int run(Terminal terminal, String... arguments) {
        return run(terminal, Surroundings.ofProcess(), arguments);
    }

    /** As {@link #run(Terminal, String...)}, in a world that the caller made. */
    static int run(Terminal terminal, Surroundings surroundings, String... arguments) {
        Aloft aloft = new Aloft(terminal, surroundings);
        CommandLine commandLine = new CommandLine(aloft);
        Subcommands.neededFor(arguments).forEach(commandLine::addSubcommand);
        commandLine
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setExpandAtFiles(false) // -e @vars.yml is a file of variables, not of options
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(terminal.width())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(aloft::usageError)
                .setExecutionExceptionHandler((e, command, parsed) -> aloft.failed(e, command));
        CommandLine lab = commandLine.getSubcommands().get("lab");
        if (lab != null) {
            // What follows the host is the remote command's, options included.
            lab.getSubcommands().get("ssh").setStopAtPositional(true);
        }
        return commandLine.execute(arguments);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.err());
        return ExitCode.USAGE.status();
    }

    private int usageError(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        terminal.note("aloft: " + e.getMessage());
        String help = command.getCommandSpec().qualifiedName() + " --help";
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, terminal.err())) {
            terminal.note("    " + help);
        }
        // What was parsed before the mistake cannot be relied on.
        boolean json = command.getCommandSpec().findOption(JSON) != null
                && List.of(arguments).contains(JSON);
        if (json) {
            terminal.print(JsonDocument.error(
                    new Failure(ExitCode.USAGE, e.getMessage(), suggestion(e).orElse(help))));
        }
        return ExitCode.USAGE.status();
    }

    private static Optional<String> suggestion(ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? Optional.of("did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?")
                : Optional.empty();
    }

    private int failed(Exception e, CommandLine command) {
        Failure failure = Failure.of(e);
        tell(failure);
        if (command.getParseResult().hasMatchedOption(JSON)) {
            terminal.print(JsonDocument.error(failure));
        }
        return failure.exitCode().status();
    }

    /** What happened and the way out, on standard error. */
    void tell(Failure failure) {
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        terminal.note("aloft: " + failure.getMessage());
        failure.mistakes().forEach(mistake -> terminal.note(mistake.toString()));
        if (!failure.fix().isEmpty()) {
            terminal.note("    " + failure.fix());
        }
    }
}
