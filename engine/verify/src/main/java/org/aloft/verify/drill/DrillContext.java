package org.aloft.verify.drill;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.shell.ShellLibrary;
import org.aloft.plan.shell.ShellWord;
import org.aloft.ssh.Connection;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.check.Check;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.check.Findings;
import org.aloft.verify.check.Inspection;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Sleep;

/**
 * What drills work with: the cluster, connections to it, a clock, and a listener for their progress.
 *
 * @param topology what is wanted
 * @param fleet connections to the hosts
 * @param identity of this run
 * @param inspection collects findings on the cluster
 * @param nanoClock monotonic
 * @param sleep for waiting between looks
 * @param steps told each step of a drill
 */
public record DrillContext(
        Topology topology,
        Fleet fleet,
        RunIdentity identity,
        Inspection inspection,
        LongSupplier nanoClock,
        Sleep sleep,
        Consumer<String> steps) {

    /** How long to probe before the failure, for comparison. */
    static final Duration BEFORE = Duration.ofSeconds(1);

    /** How long no probe may fail for an outage to be over. */
    static final Duration CALM = Duration.ofSeconds(1);

    /** How long to probe after recovery. */
    static final Duration AFTER = Duration.ofSeconds(2);

    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(60);
    // Each look costs every host a few processes; on small hosts, constant polling would affect what is measured.
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    /**
     * A connection to a host: the open one, or a new one.
     *
     * @throws SshException when the host does not answer
     */
    Connection connection(String host) throws SshException {
        return fleet.connection(topology.hosts().get(host));
    }

    /**
     * A new connection to a host, for one that was restarted.
     *
     * @throws SshException when the host does not answer (yet)
     */
    Connection reconnect(String host, Duration deadline) throws SshException {
        return fleet.reconnect(topology.hosts().get(host), deadline);
    }

    /**
     * Refuses to start while another run's drill is active, whose failure would be measured as this one's.
     *
     * @throws DrillRefused names the other run, or the host that could not be asked
     */
    public void refuseBesideAnotherRun() throws DrillRefused, InterruptedException {
        List<Host> hosts = topology.hosts().values().stream()
                .filter(host -> topology.isDirector(host.name())
                        || !topology.virtualServicesWithRealServer(host.name()).isEmpty())
                .toList();
        var answers = fleet.onEach(hosts, connection -> UndoTimer.ofAnotherRun(connection, identity));
        for (Fleet.Outcome<Optional<String>> answer : answers.values()) {
            if (answer instanceof Fleet.Outcome.Failed<Optional<String>> failed) {
                throw new DrillRefused(
                        failed.reason().getMessage() + ": " + failed.reason().fix());
            }
            Optional<String> refusal = ((Fleet.Outcome.Done<Optional<String>>) answer).value();
            if (refusal.isPresent()) {
                throw new DrillRefused(refusal.get());
            }
        }
    }

    /** Starts probing a service. */
    ProbeStream probe(VirtualService service) {
        return ProbeStream.start(
                inspection.probe(service), inspection.fingerprints(service), ProbeStream.INTERVAL, nanoClock);
    }

    /** Reports a step. */
    void say(String step) {
        steps.accept(step);
    }

    /**
     * Tells a host's service manager to start or stop a unit.
     *
     * @throws SshException also when that fails
     */
    void tellService(Connection connection, String action, String unit) throws SshException {
        String script = ShellLibrary.text("manager") + "\ntell_service " + action + " " + ShellWord.quote(unit) + "\n";
        ScriptResult result = connection.run(script, COMMAND_DEADLINE);
        if (!result.succeeded()) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    connection.host(),
                    "to " + action + " " + unit + " failed on " + connection.host() + ": "
                            + result.errors().strip(),
                    "see its log on " + connection.host() + " (with systemd: `journalctl -u " + unit + " -n 50`)",
                    null);
        }
    }

    private static List<CheckResult> problems(Findings findings) {
        return Inspection.judge(Check.ofHealth(), findings).stream()
                .filter(CheckResult::failed)
                .toList();
    }

    /**
     * Waits until the cluster is healthy and {@code more} holds; looks every few seconds.
     *
     * @return what was still wrong at the time limit; empty on success
     */
    String awaitHealth(Duration limit, WantedState more) throws InterruptedException {
        long end = nanoClock.getAsLong() + limit.toNanos();
        while (true) {
            Findings findings = inspection.hosts();
            List<CheckResult> wrong = problems(findings);
            boolean wanted = wrong.isEmpty() && more.reached(findings);
            if (wanted) {
                return "";
            }
            if (nanoClock.getAsLong() >= end) {
                return wrong.isEmpty()
                        ? more.otherwise()
                        : wrong.stream()
                                .map(result -> result.subject() + ": " + result.seen())
                                .collect(Collectors.joining("; "));
            }
            sleep.of(BETWEEN_LOOKS);
        }
    }

    /** A further condition for the end of a drill. */
    interface WantedState {
        /** Whether it holds. */
        boolean reached(Findings findings);

        /** The problem to report when it does not hold. */
        String otherwise();

        /** Always holds. */
        static WantedState nothingMore() {
            return of(findings -> true, "");
        }

        /** A condition, and the problem to report when it does not hold. */
        static WantedState of(Predicate<Findings> condition, String otherwise) {
            return new WantedState() {
                @Override
                public boolean reached(Findings findings) {
                    return condition.test(findings);
                }

                @Override
                public String otherwise() {
                    return otherwise;
                }
            };
        }
    }

    /**
     * Starts a unit that a drill stopped, even when this thread was interrupted (the interruption is kept), and over
     * a new connection if the old one fails. The undo timer is disarmed only once that worked.
     */
    void startAgain(String host, String unit, UndoTimer timer) throws SshException {
        boolean interrupted = Thread.interrupted();
        try {
            say("starting " + unit + " on " + host + " again");
            startOverAnyConnection(host, unit);
            timer.disarm();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startOverAnyConnection(String host, String unit) throws SshException {
        try {
            tellService(connection(host), "start", unit);
        } catch (SshException first) {
            tellService(reconnect(host, COMMAND_DEADLINE), "start", unit);
        }
    }

    /** Lets the probes run for some time. */
    void watch(ProbeStream stream, Duration time) throws InterruptedException {
        Duration until = stream.now().plus(time);
        BooleanSupplier over = () -> stream.now().compareTo(until) >= 0;
        stream.await(timeline -> over.getAsBoolean(), time);
    }
}
