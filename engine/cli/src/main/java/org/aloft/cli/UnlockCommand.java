package org.aloft.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.LeaseBreaker;
import org.aloft.topology.model.Host;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft unlock}: shows which run holds which host, and since when; breaks its lease after asking. */
@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = "Show which run has locked which host since when, and break its lock after asking. That run then"
                + " stops at its next script; a lock that nobody renews ends by itself within 90 seconds.",
        footer = {"", "Examples:  aloft unlock inventories/lvs-dr", "           aloft unlock inventories/lvs-dr web1"})
final class UnlockCommand implements Callable<Integer> {
    private static final String NAME = "unlock";

    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "HOST", description = ChosenHosts.DESCRIPTION)
    List<String> chosen = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft)) {
            RunIdentity identity = session.identity(NAME);
            LeaseBreaker breaker = new LeaseBreaker(session.fleet(), identity);
            Collection<Host> hosts = ChosenHosts.of(session, chosen);
            Map<String, LeaseBreaker.Held> held = new LinkedHashMap<>();
            boolean silent = sort(breaker.look(hosts), held);
            if (held.isEmpty()) {
                throw new Failure(
                        silent ? ExitCode.UNREACHABLE : ExitCode.FAILED,
                        "nothing is locked on " + hosts.stream().map(Host::name).collect(Collectors.joining(", ")),
                        "");
            }
            held.forEach((host, lease) -> aloft.terminal.print(words(host, lease)));
            if (!yes) {
                new Consent(aloft.terminal, NAME).require("Break " + (held.size() == 1 ? "it" : "them") + "?");
            }
            boolean failed = breakAll(session, breaker, held);
            return (failed ? ExitCode.FAILED : silent ? ExitCode.UNREACHABLE : ExitCode.DONE).status();
        }
    }

    /** Which leases are held; whether a host could not be asked. */
    private boolean sort(Map<String, Fleet.Outcome<LeaseBreaker.Answer>> answers, Map<String, LeaseBreaker.Held> held) {
        boolean silent = false;
        for (Map.Entry<String, Fleet.Outcome<LeaseBreaker.Answer>> entry : answers.entrySet()) {
            if (entry.getValue() instanceof Fleet.Outcome.Done<LeaseBreaker.Answer> done) {
                if (done.value() instanceof LeaseBreaker.Held lease) {
                    held.put(entry.getKey(), lease);
                }
            } else if (entry.getValue() instanceof Fleet.Outcome.Failed<LeaseBreaker.Answer> failed) {
                aloft.terminal.note(
                        entry.getKey() + " cannot be asked: " + failed.reason().getMessage() + "\n    "
                                + failed.reason().fix());
                silent = true;
            }
        }
        return silent;
    }

    private static String words(String host, LeaseBreaker.Held lease) {
        return "%s is locked by %s since %s; %s%n"
                .formatted(
                        host,
                        lease.who(),
                        lease.since(),
                        lease.busy()
                                ? "a script of a run is at work there now, and comes to its end"
                                : "the lock ends in " + lease.secondsLeft() + " s unless it is renewed");
    }

    private boolean breakAll(Session session, LeaseBreaker breaker, Map<String, LeaseBreaker.Held> held)
            throws InterruptedException {
        boolean failed = false;
        List<Host> hosts = held.keySet().stream().map(session::host).toList();
        for (Map.Entry<String, Fleet.Outcome<LeaseBreaker.Answer>> entry :
                breaker.breakAll(hosts, held).entrySet()) {
            String said = result(entry.getValue());
            failed |= !said.isEmpty();
            aloft.terminal.print(entry.getKey() + (said.isEmpty() ? ": unlocked" : ": " + said) + "\n");
        }
        return failed;
    }

    /** Empty when the lease is broken. */
    private static String result(Fleet.Outcome<LeaseBreaker.Answer> outcome) {
        if (outcome instanceof Fleet.Outcome.Failed<LeaseBreaker.Answer> failed) {
            return failed.reason().getMessage();
        }
        LeaseBreaker.Answer answer = ((Fleet.Outcome.Done<LeaseBreaker.Answer>) outcome).value();
        if (answer instanceof LeaseBreaker.Held other) {
            return "meanwhile " + other.who() + " has locked it, since " + other.since() + "; that lock stays";
        }
        return "";
    }
}
