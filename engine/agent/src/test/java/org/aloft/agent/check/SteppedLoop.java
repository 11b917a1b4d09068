package org.aloft.agent.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** The checks' thread of a test: time goes on when the test says so. */
final class SteppedLoop implements CheckLoop {
    private record Alarm(Duration at, int number, Runnable work) {}

    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::number));
    private final Queue<Runnable> soon = new ArrayDeque<>();
    private Duration now = Duration.ZERO;
    private int number;

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        Alarm alarm = new Alarm(now.plus(delay), number++, work);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public void run(Runnable work) {
        soon.add(work);
    }

    /** What is due now. */
    void runAll() {
        for (Runnable work = soon.poll(); work != null; work = soon.poll()) {
            work.run();
        }
    }

    /** Goes on to the next alarm, and says how long that took. */
    Duration next() {
        runAll();
        Alarm alarm = alarms.remove();
        Duration waited = alarm.at().minus(now);
        now = alarm.at();
        alarm.work().run();
        runAll();
        return waited;
    }

    boolean isIdle() {
        runAll();
        return alarms.isEmpty();
    }
}
