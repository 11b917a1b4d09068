package org.aloft.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.LeaseScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.topology.model.Host;

/** Looks who holds the leases of hosts, and ends those of runs that are named. Used by one thread. */
public final class LeaseBreaker {
    private static final Duration ONE_SCRIPT = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final RunIdentity identity;

    /** @param identity who is asking; a run that loses its lease is told */
    public LeaseBreaker(Fleet fleet, RunIdentity identity) {
        this.fleet = fleet;
        this.identity = identity;
    }

    /** What a host says of its lease. */
    public sealed interface Answer {}

    /** Nobody holds it. */
    public record Free() implements Answer {}

    /**
     * A run holds it.
     *
     * @param runId the run
     * @param who user and machine
     * @param since when it began, ISO 8601
     * @param secondsLeft until the lease ends by itself, unless it is renewed
     * @param busy whether a script of a run is at work
     */
    public record Held(String runId, String who, String since, long secondsLeft, boolean busy) implements Answer {}

    /**
     * Asks each host; changes nothing.
     *
     * @throws InterruptedException when the caller was
     */
    public Map<String, Fleet.Outcome<Answer>> look(Collection<Host> hosts) throws InterruptedException {
        return fleet.onEach(hosts, connection -> answer(connection, LeaseScript.show(identity)));
    }

    /**
     * Ends the leases that were seen, and no others.
     *
     * @param seen host → the lease as it was shown to whoever decided
     * @return {@link Free} where it is ended, or was no more; {@link Held} where another run has it by now
     * @throws InterruptedException when the caller was
     */
    public Map<String, Fleet.Outcome<Answer>> breakAll(Collection<Host> hosts, Map<String, Held> seen)
            throws InterruptedException {
        return fleet.onEach(
                hosts,
                connection -> answer(
                        connection,
                        LeaseScript.breakOf(
                                identity, seen.get(connection.host()).runId())));
    }

    private static Answer answer(Connection connection, String script) throws SshException {
        ScriptResult result = connection.run(script, ONE_SCRIPT);
        for (String line : result.output().lines().toList()) {
            Optional<ApplyEvent> event = ApplyEvent.parse(line);
            if (event.isPresent() && event.get() instanceof ApplyEvent.LeaseHeld held) {
                return new Held(held.runId(), held.who(), held.since(), held.secondsLeft(), held.busy());
            }
            if (event.isPresent()
                    && (event.get() instanceof ApplyEvent.LeaseFree || event.get() instanceof ApplyEvent.LeaseBroken)) {
                return new Free();
            }
        }
        throw new SshException(
                SshException.Kind.LOST,
                connection.host(),
                connection.host() + " does not say who holds its lease: "
                        + result.errors().strip(),
                "look whether /run can be read and written there",
                null);
    }
}
