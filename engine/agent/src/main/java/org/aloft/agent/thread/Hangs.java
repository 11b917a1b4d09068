package org.aloft.agent.thread;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the thread that no longer goes round. Time in which whoever looks did not run either, such as while the whole
 * process was stopped or swapped out, does not count; nor does a thread that may stand still for ever. A look adds no
 * more than the pause that was meant to be between two looks. Not thread-safe.
 */
public final class Hangs {
    /** Looks within the shortest patience, so that a hang is seen at most an eighth of that late. */
    private static final int LOOKS = 8;

    private static final long SHORTEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private record Standstill(long lastTurn, long nanos) {}

    private Map<Pulse, Standstill> standing = new HashMap<>();
    private long lastLook;
    private long pause = SHORTEST_PAUSE;

    /** @param now the time of the first look */
    public Hangs(long now) {
        this.lastLook = now;
    }

    /** How long to wait before the next look, in nanoseconds. */
    public long pause() {
        return pause;
    }

    /**
     * Looks at all of them.
     *
     * @param now {@link System#nanoTime()}
     * @return the first one that stands still for longer than its patience
     */
    public Optional<Pulse> look(Collection<? extends Pulse> pulses, long now) {
        long counted = Math.min(now - lastLook, 2 * pause);
        lastLook = now;
        Map<Pulse, Standstill> next = new HashMap<>();
        Optional<Pulse> hung = Optional.empty();
        pause = LONGEST_PAUSE;
        for (Pulse pulse : pulses) {
            if (!pulse.isBeating() || pulse.patience() == Loop.FOR_EVER) {
                continue;
            }
            Standstill known = standing.get(pulse);
            long turn = pulse.lastTurn();
            long still = known == null || known.lastTurn() != turn ? 0 : known.nanos() + counted;
            next.put(pulse, new Standstill(turn, still));
            if (hung.isEmpty() && still > pulse.patience()) {
                hung = Optional.of(pulse);
            }
            pause = Math.min(pause, pulse.patience() / LOOKS);
        }
        standing = next;
        pause = Math.max(pause, SHORTEST_PAUSE);
        return hung;
    }

    /** Whether none had stood still for so long at the last look, patience or not. */
    public boolean allTurn(Duration within) {
        return standing.values().stream().allMatch(still -> still.nanos() < within.toNanos());
    }
}
