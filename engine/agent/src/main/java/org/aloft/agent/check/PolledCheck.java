package org.aloft.agent.check;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.PolledCheckBlock;
import org.aloft.agent.log.Log;

/**
 * A check that polls: probe, decide, report, wait. All of it happens on the checks' thread; only {@link #close} is for
 * any.
 */
final class PolledCheck implements RunningCheck {
    private static final Logger LOG = Log.of(PolledCheck.class);

    private final RealServerKey server;
    private final PolledCheckBlock block;
    private final CheckRules rules;
    private final Probe probe;
    private final CheckListener listener;
    private final CheckLoop loop;
    private final Shortage shortage;

    private CheckState state;
    private boolean closed;
    private Cancellable underWay = Cancellable.NOTHING;
    private long look;
    private boolean faultTold;

    PolledCheck(
            RealServerKey server,
            PolledCheckBlock block,
            boolean initiallyUp,
            Probe probe,
            CheckListener listener,
            CheckLoop loop,
            Shortage shortage) {
        this.server = server;
        this.block = block;
        this.rules = CheckRules.of(block.pace(), initiallyUp, probe);
        this.probe = probe;
        this.listener = listener;
        this.loop = loop;
        this.shortage = shortage;
        this.state = CheckState.initial(rules);
    }

    void start(RandomGenerator random) {
        long warmup = block.pace().warmup().toNanos();
        Duration first = Duration.ofNanos(warmup == 0 ? 0 : random.nextLong(warmup));
        loop.run(() -> schedule(first));
    }

    private void schedule(Duration delay) {
        if (!closed) {
            underWay = loop.after(delay, this::look);
        }
    }

    private void look() {
        underWay = Cancellable.NOTHING;
        long number = ++look;
        try {
            Cancellable begun = probe.begin(state.step(), outcome -> ended(number, outcome));
            if (underWay == Cancellable.NOTHING) { // else it has ended already, and the next one is scheduled
                underWay = begun;
            }
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            if (!faultTold) {
                LOG.log(Level.ERROR, server + ": " + block.keyword() + " cannot be made; please report it", fault);
            }
            faultTold = true;
            ended(number, ProbeOutcome.notMade(fault.toString()));
        }
    }

    /** @param number of the look: each ends once, whatever the probe does */
    private void ended(long number, ProbeOutcome outcome) {
        if (closed || number != look) {
            return;
        }
        look++;
        CheckState before = state;
        CheckState.Decision decision = before.after(outcome, rules);
        state = decision.next();
        schedule(decision.pause()); // first, so that a listener that throws cannot end the check
        if (outcome.kind() == ProbeOutcome.Kind.NOT_MADE) {
            if (!faultTold) {
                shortage.seen(outcome.reason());
            }
        } else if (decision.tell()) {
            listener.changed(new CheckNews(server, state.up(), state.weight(), outcome.reason()));
        } else if (!outcome.passed() && before.up() && block.pace().logsAllFailures()) {
            LOG.log(
                    Level.INFO,
                    "{0}: {1} failed, {2} of {3} retries to go: {4}",
                    server,
                    block.keyword(),
                    rules.retries() - before.failures(),
                    rules.retries(),
                    outcome.reason());
        }
    }

    @Override
    public void close() {
        loop.run(() -> {
            closed = true;
            underWay.cancel();
        });
    }
}
