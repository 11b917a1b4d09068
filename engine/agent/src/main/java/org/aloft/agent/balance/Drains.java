package org.aloft.agent.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.aloft.agent.check.RealServerKey;

/**
 * The real servers that are being drained or were. Looks at no clock and asks no kernel; for the balancer's thread.
 * Times are those of {@link System#nanoTime()}: how long a drain may take has nothing to do with the calendar, which
 * may be set meanwhile.
 */
final class Drains {
    private final Map<RealServerKey, DrainPhase> phases = new HashMap<>();
    private final List<Running> running = new ArrayList<>();
    /** When those are taken back that come back by themselves. */
    private final Map<RealServerKey, Long> returns = new HashMap<>();

    /** A drain that goes on. */
    private record Running(
            DrainOrder order,
            List<RealServerKey> servers,
            long begun,
            Consumer<DrainProgress> progress,
            CompletableFuture<DrainResult> result) {}

    Optional<DrainPhase> phase(RealServerKey server) {
        return Optional.ofNullable(phases.get(server));
    }

    /** Whether any drain is under way, or ends by itself. */
    boolean goOn() {
        return !running.isEmpty() || !returns.isEmpty();
    }

    void begin(
            DrainOrder order,
            List<RealServerKey> servers,
            long now,
            Consumer<DrainProgress> progress,
            CompletableFuture<DrainResult> result) {
        servers.forEach(server -> phases.putIfAbsent(server, DrainPhase.DRAINING));
        // Who drains last says when it ends.
        returns.keySet().removeAll(servers);
        order.backAfter().ifPresent(time -> servers.forEach(server -> returns.put(server, now + time.toNanos())));
        running.add(new Running(order, List.copyOf(servers), now, progress, result));
    }

    /**
     * Looks at the connections that are left.
     *
     * @return the real servers that are done with this look, and so go out of the table
     */
    Set<RealServerKey> look(Function<RealServerKey, ConnectionCount> connections, long now) {
        Set<RealServerKey> done = new HashSet<>();
        for (Running drain : List.copyOf(running)) {
            Duration elapsed = Duration.ofNanos(now - drain.begun());
            List<DrainProgress> stands = new ArrayList<>();
            for (RealServerKey server : drain.servers()) {
                ConnectionCount left = connections.apply(server);
                if (phases.get(server) == DrainPhase.DRAINING && drain.order().isDone(left)) {
                    phases.put(server, DrainPhase.DRAINED);
                    done.add(server);
                }
                stands.add(new DrainProgress(server, phases.get(server), left, elapsed));
            }
            stands.forEach(drain.progress());
            if (stands.stream().allMatch(stand -> stand.phase() == DrainPhase.DRAINED)) {
                end(drain, DrainResult.Outcome.DRAINED, stands);
            } else if (elapsed.compareTo(drain.order().limit()) >= 0) {
                end(drain, DrainResult.Outcome.TIME_UP, stands);
            }
        }
        return done;
    }

    private void end(Running drain, DrainResult.Outcome outcome, List<DrainProgress> last) {
        running.remove(drain);
        drain.result().complete(DrainResult.of(outcome, last));
    }

    /** Takes back those whose time has come, and returns them. */
    Set<RealServerKey> takeBackWhoseTimeHasCome(long now) {
        Set<RealServerKey> due = new HashSet<>();
        returns.forEach((server, time) -> {
            if (now - time >= 0) {
                due.add(server);
            }
        });
        return callOff(due::contains);
    }

    /** Forgets all that is known of these real servers, and returns whom there was something to forget of. */
    Set<RealServerKey> callOff(Predicate<RealServerKey> servers) {
        Set<RealServerKey> back = new HashSet<>(phases.keySet());
        back.removeIf(servers.negate());
        phases.keySet().removeAll(back);
        returns.keySet().removeAll(back);
        for (Running drain : List.copyOf(running)) {
            if (drain.servers().stream().anyMatch(back::contains)) {
                // What it still waits for and was not called off itself keeps weight 0.
                end(drain, DrainResult.Outcome.CALLED_OFF, List.of());
            }
        }
        return back;
    }
}
