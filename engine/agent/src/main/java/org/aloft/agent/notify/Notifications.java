package org.aloft.agent.notify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aloft.agent.config.FifoBlock;
import org.aloft.agent.config.NotifyFifos;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.log.Log;
import org.aloft.agent.notify.Announcement.FifoKind;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Parking;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

/**
 * Takes events and notifies whoever the configuration names. One thread takes the events in their order, plans ({@link
 * NotificationPlan}) and hands over ({@link Lanes}); it never waits for a receiver. Mail and webhooks, which do wait,
 * have threads that come and go. Nothing here can hold up VRRP: the queue of events is bounded, and what does not fit
 * is counted.
 *
 * <p>Thread-safe.
 */
public final class Notifications implements EventSink, AutoCloseable {
    private static final Logger LOG = Log.of(Notifications.class);
    private static final int MOST_EVENTS = 10_000;
    private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(20);

    private final ScriptRunner runner;
    private final Duration drainTime;
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong lostEvents = new AtomicLong();
    private final WebhookSender webhooks = new WebhookSender(WEBHOOK_TIMEOUT);
    private final ExecutorService waiters = waiters();
    private final Loop loop;

    // ---- confined to the thread
    private final Lanes lanes;
    private final Map<String, AgentEvent.InstanceChanged> instances = new HashMap<>();
    private final Map<String, AgentEvent.GroupChanged> groups = new HashMap<>();
    private final Map<NotificationSettings.ServerOfService, Boolean> servers = new HashMap<>();
    private final Map<FifoKind, NotifyFifo> fifos = new EnumMap<>(FifoKind.class);
    private final List<NotifyFifo> closedFifos = new ArrayList<>();
    private NotificationSettings fromFile;
    private NotificationSettings settings;
    private AlertRate alerts;
    private Optional<AgentEvent.AgentStopping> stop = Optional.empty();

    /**
     * Begins to listen.
     *
     * @param runner runs the scripts; stays open when this is closed
     * @param settings who is told of what
     * @param drainTime how long {@link #close} waits for what is still to be delivered
     * @param supervisor of the thread
     */
    public Notifications(
            ScriptRunner runner, NotificationSettings settings, Duration drainTime, Supervisor supervisor) {
        this.runner = runner;
        this.drainTime = drainTime;
        this.fromFile = settings;
        this.settings = settings;
        this.alerts = new AlertRate(settings.global(), System.nanoTime());
        this.loop = supervisor.loop("notify", AfterFailure.GO_ON, new Parking(), new Turns());
        this.lanes = new Lanes(this::deliver, System::nanoTime, loop::post);
        loop.post(() -> openFifos(settings));
        loop.start();
    }

    private static ExecutorService waiters() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread waiter = new Thread(task, "notify-delivery");
                    waiter.setDaemon(true);
                    return waiter;
                });
    }

    @Override
    public void happened(AgentEvent event) {
        if (waitingEvents.incrementAndGet() > MOST_EVENTS) {
            waitingEvents.decrementAndGet();
            lostEvents.incrementAndGet();
            return;
        }
        loop.post(() -> {
            waitingEvents.decrementAndGet();
            tell(event);
        });
    }

    /**
     * Other settings from now on. What waits is delivered as it was planned. Call this before the change itself, so
     * that what it causes is told to whom the new settings name; an instance that is gone from them is still told of by
     * its old ones.
     *
     * @param renamed instances that go on under another name, by the one that they had
     */
    public void configure(NotificationSettings next, Map<String, String> renamed) {
        loop.post(() -> {
            rename(renamed);
            take(next);
        });
    }

    /**
     * Delivers what is still to be delivered, for the drain time at the most, and ends. What is left stands in the log.
     */
    @Override
    public void close() {
        loop.close();
        waiters.shutdownNow();
    }

    // ---- on the thread

    private final class Turns implements Rounds {
        private long until;
        private boolean fifosClosed;

        @Override
        public long deadline() {
            long ofFifos = allFifos().mapToLong(NotifyFifo::deadline).min().orElse(Deadline.NEVER);
            return Math.min(Math.min(lanes.deadline(), alerts.deadline()), ofFifos);
        }

        @Override
        public void turn(long now) {
            timePassed();
        }

        @Override
        public void ending() {
            stop.ifPresent(Notifications.this::tellOfGroups);
            alerts.tellAtOnce().ifPresent(lanes::add);
            until = System.nanoTime() + drainTime.toNanos();
        }

        /** First all is delivered, for as long as there is time, and then what reads the FIFOs may end. */
        @Override
        public boolean isDone() {
            if (!lanes.isIdle() && until - System.nanoTime() > 0) {
                return false;
            }
            if (!fifosClosed) {
                fifosClosed = true;
                lanes.waiting()
                        .forEach(left -> LOG.log(Level.WARNING, "{0}: not delivered, since aloftd stops", left.what()));
                fifos.values().forEach(Notifications.this::close);
            }
            return closedFifos.stream().noneMatch(NotifyFifo::hasReader);
        }
    }

    /** Once all instances have stopped, so have the groups that they formed. */
    private void tellOfGroups(AgentEvent.AgentStopping end) {
        for (AgentEvent.GroupChanged group : List.copyOf(groups.values())) {
            tell(new AgentEvent.GroupChanged(
                    end.at(), group.group(), group.to(), InstanceState.INITIALIZE, "aloftd stops", Occasion.STOPPING));
        }
    }

    private void timePassed() {
        lanes.timePassed();
        alerts.timePassed(System.nanoTime()).ifPresent(lanes::add);
        allFifos().forEach(NotifyFifo::timePassed);
        closedFifos.removeIf(fifo -> !fifo.hasReader());
        long lost = lostEvents.getAndSet(0);
        if (lost > 0) {
            LOG.log(Level.ERROR, "{0} events came too fast to tell anybody of them", Long.toString(lost));
        }
    }

    /** All at once, since a name may go from one instance to another. */
    private void rename(Map<String, String> renamed) {
        Map<String, AgentEvent.InstanceChanged> before = Map.copyOf(instances);
        instances.keySet().removeAll(renamed.keySet());
        renamed.forEach((old, name) -> Optional.ofNullable(before.get(old))
                .ifPresent(state -> instances.put(
                        name,
                        new AgentEvent.InstanceChanged(
                                state.at(),
                                name,
                                state.from(),
                                state.to(),
                                state.priority(),
                                state.reason(),
                                state.occasion()))));
    }

    private void take(NotificationSettings next) {
        settings = fromFile.followedBy(next);
        fromFile = next;
        alerts.configure(next.global(), System.nanoTime());
        openFifos(next);
        if (next.global().fifos().statesOnReload()) {
            groups.values().stream().map(NotificationPlan::stateAgain).forEach(this::write);
            instances.values().stream().map(NotificationPlan::stateAgain).forEach(this::write);
        }
    }

    private void tell(AgentEvent event) {
        if (event instanceof AgentEvent.RealServerChanged changed && !isNews(changed)) {
            return;
        }
        Optional<AgentEvent.InstanceChanged> standing = event instanceof AgentEvent.HoldersSettled settled
                ? Optional.ofNullable(instances.get(settled.instance()))
                : Optional.empty();
        remember(event);
        for (Announcement announcement : NotificationPlan.of(settings, event, standing)) {
            if (announcement instanceof Announcement.WriteFifo line) {
                write(line);
            } else if (announcement instanceof Delivery.SendMail mail) {
                alerts.admit(mail, System.nanoTime()).forEach(lanes::add);
            } else if (announcement instanceof Delivery delivery) {
                lanes.add(delivery);
            }
        }
    }

    /** A changed weight is not reported; a server that is up at the start only with {@code rs_init_notifies}. */
    private boolean isNews(AgentEvent.RealServerChanged changed) {
        Boolean before = servers.put(
                new NotificationSettings.ServerOfService(changed.service(), changed.server()), changed.up());
        return before == null ? !changed.up() || settings.global().lvs().startNotifies() : before != changed.up();
    }

    private void remember(AgentEvent event) {
        if (event instanceof AgentEvent.AgentStopping end) {
            stop = Optional.of(end);
        } else if (event instanceof AgentEvent.InstanceChanged changed) {
            if (changed.to() == InstanceState.INITIALIZE) {
                instances.remove(changed.instance());
            } else {
                instances.put(changed.instance(), changed);
            }
        } else if (event instanceof AgentEvent.GroupChanged changed) {
            if (changed.to() == InstanceState.INITIALIZE) {
                groups.remove(changed.group());
            } else {
                groups.put(changed.group(), changed);
            }
        }
    }

    // ---- FIFOs

    private Stream<NotifyFifo> allFifos() {
        return Stream.concat(fifos.values().stream(), closedFifos.stream());
    }

    private void write(Announcement.WriteFifo line) {
        fifos.forEach((kind, fifo) -> {
            if (kind == FifoKind.ALL || kind == line.kind()) {
                fifo.write(line.line());
            }
        });
    }

    /** One that stays the same is not touched, so that its reader loses nothing. */
    private void openFifos(NotificationSettings wanted) {
        NotifyFifos blocks = wanted.global().fifos();
        Map<FifoKind, FifoBlock> byKind = new EnumMap<>(FifoKind.class);
        blocks.all().ifPresent(block -> byKind.put(FifoKind.ALL, block));
        blocks.vrrp().ifPresent(block -> byKind.put(FifoKind.VRRP, block));
        blocks.checkers().ifPresent(block -> byKind.put(FifoKind.CHECKERS, block));
        for (FifoKind kind : FifoKind.values()) {
            NotifyFifo old = fifos.get(kind);
            FifoBlock block = byKind.get(kind);
            if (old != null && !old.block().equals(block)) {
                close(old);
                fifos.remove(kind);
            }
            if (block != null && !fifos.containsKey(kind)) {
                NotifyFifo fifo = new NotifyFifo(block, reader(block, wanted), runner, System::nanoTime, loop::post);
                fifos.put(kind, fifo);
                fifo.open();
            }
        }
    }

    private static Optional<Script> reader(FifoBlock block, NotificationSettings settings) {
        Optional<ScriptLine> line = block.script();
        return line.flatMap(given -> NotificationSettings.admit(given, settings.global()));
    }

    private void close(NotifyFifo fifo) {
        fifo.close();
        closedFifos.add(fifo);
    }

    // ---- receivers that take their time

    private void deliver(Delivery delivery, Consumer<Outcome> ended) {
        if (delivery instanceof Delivery.RunScript run) {
            runner.start(run.script(), run.timeout(), result -> ended.accept(outcome(run, result)));
        } else if (delivery instanceof Delivery.SendMail mail) {
            MailSender sender =
                    new MailSender(fromFile.global().smtp(), fromFile.global().delivery());
            waiters.execute(() -> ended.accept(guarded(() -> sender.send(mail.mail()))));
        } else if (delivery instanceof Delivery.PostWebhook post) {
            waiters.execute(() -> ended.accept(guarded(() -> webhooks.post(post.to(), post.document()))));
        }
    }

    /** Whatever a library throws, its lane must go on. */
    private static Outcome guarded(Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException | LinkageError failure) {
            return new Outcome.Failed("failed by a fault of aloftd, please report it: " + failure, false);
        }
    }

    private static Outcome outcome(Delivery.RunScript run, ScriptResult result) {
        String output = result.output().isEmpty() ? "" : ": " + result.output();
        if (result.good()) {
            return new Outcome.Delivered(result.summary() + output);
        }
        if (result instanceof ScriptResult.TimedOut) {
            return new Outcome.Failed(
                    "ran for more than " + run.timeout().toSeconds()
                            + " s and was ended; make it faster, or raise notify_script_timeout" + output,
                    false);
        }
        return new Outcome.Failed(result.summary() + output, result instanceof ScriptResult.CouldNotStart);
    }
}
