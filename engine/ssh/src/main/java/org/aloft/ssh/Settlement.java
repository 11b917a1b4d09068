package org.aloft.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.apply.UndoScript;
import org.aloft.topology.model.Host;

/**
 * Settles changes that wait to be confirmed: they stay, or they are undone. Always over a new connection, which shows
 * that the host can still be reached by one. Used by one thread.
 */
public final class Settlement {
    private static final Duration ONE_SCRIPT = Duration.ofMinutes(10);

    /** How long undoing may take, beyond the time for which a host waits. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final RunIdentity identity;

    /** @param identity whose changes are settled; for what others have left, who is asking */
    public Settlement(Fleet fleet, RunIdentity identity) {
        this.fleet = fleet;
        this.identity = identity;
    }

    /** What became of a host's changes. */
    public sealed interface Answer {}

    /** They stay. */
    public record Kept() implements Answer {}

    /**
     * They are undone.
     *
     * @param undone numbers of the steps, the last one first
     * @param stay numbers of steps that had changed nothing yet, or are never undone
     * @param failed what could not be undone, and why
     */
    public record Reverted(List<Integer> undone, List<Integer> stay, List<String> failed) implements Answer {
        /** Takes copies. */
        public Reverted {
            undone = List.copyOf(undone);
            stay = List.copyOf(stay);
            failed = List.copyOf(failed);
        }
    }

    /**
     * Confirms or undoes on each host; tries as long as the host waits, and then until it can be asked what it has
     * undone.
     *
     * @param stays whether what was done to this host shall stay; where not, the answer is {@link Kept} when there was
     *     nothing to undo
     * @param waiting for how long the hosts wait
     * @throws InterruptedException when the caller was
     */
    Map<String, Fleet.Outcome<Answer>> settle(Collection<Host> hosts, Predicate<String> stays, Duration waiting)
            throws InterruptedException {
        String confirm = UndoScript.confirm(identity);
        String undo = UndoScript.undo(identity);
        return settle(hosts, waiting.plus(MARGIN), host -> stays.test(host) ? confirm : undo);
    }

    /**
     * Undoes what other runs have left behind; {@link Kept} where there was nothing.
     *
     * @return failed where that run still holds its lease, or the host cannot be used
     * @throws InterruptedException when the caller was
     */
    public Map<String, Fleet.Outcome<Answer>> undoLeftOver(Collection<Host> hosts) throws InterruptedException {
        String script = UndoScript.leftOver(identity);
        return settle(hosts, Duration.ZERO, host -> script);
    }

    private Map<String, Fleet.Outcome<Answer>> settle(
            Collection<Host> hosts, Duration patience, UnaryOperator<String> script) throws InterruptedException {
        return fleet.onEachAnew(
                hosts,
                patience,
                connection -> read(connection, connection.run(script.apply(connection.host()), ONE_SCRIPT)));
    }

    private static Answer read(Connection connection, ScriptResult result) throws SshException {
        List<ApplyEvent> events = result.output()
                .lines()
                .flatMap(line -> ApplyEvent.parse(line).stream())
                .toList();
        List<ApplyEvent.LockHeld> held = only(ApplyEvent.LockHeld.class, events);
        if (!held.isEmpty()) {
            throw unsettled(
                    connection,
                    "a script is still at work there, of " + held.get(0).who());
        }
        if (!result.succeeded()) {
            throw unsettled(connection, result.errors().strip());
        }
        if (only(ApplyEvent.Reverted.class, events).isEmpty()) {
            return new Kept();
        }
        return new Reverted(
                only(ApplyEvent.Undone.class, events).stream()
                        .map(ApplyEvent.Undone::number)
                        .toList(),
                only(ApplyEvent.Stays.class, events).stream()
                        .map(ApplyEvent.Stays::number)
                        .toList(),
                only(ApplyEvent.NotUndone.class, events).stream()
                        .map(ApplyEvent.NotUndone::message)
                        .toList());
    }

    private static <E extends ApplyEvent> List<E> only(Class<E> kind, List<ApplyEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static SshException unsettled(Connection connection, String said) {
        return new SshException(
                SshException.Kind.LOST,
                connection.host(),
                connection.host() + " could not be asked about its changes: " + said,
                "it undoes by itself what nobody confirms; aloft plan shows what is left to do",
                null);
    }
}
