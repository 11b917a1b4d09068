package org.aloft.agent.run;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aloft.agent.config.ProcessNames;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.kernel.process.SystemdNotifier;
import org.aloft.agent.kernel.process.ThreadNames;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.Heartbeat;

/**
 * What the main thread does once all parts run: it obeys, one order after another, until one of them is to end. Orders
 * may be given from any thread, and earlier; the rest is for the main thread.
 */
final class MainThread {
    private static final Logger LOG = Log.of(MainThread.class);

    /** How often the line for {@code systemctl status} is renewed, at the most. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long it may take for a reload, or for the end. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Until whoever ordered the end in place has its answer. */
    private static final Duration REPLY = Duration.ofMillis(100);

    private enum Order {
        RELOAD,
        END_IN_PLACE,
        STOP,
        FAIL
    }

    private final SystemdNotifier systemd;
    private final ConfigurationInForce inForce;
    private final EventSink events;
    private final InstantSource calendar;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
    private final ThreadNames threads = new ThreadNames();
    private final Heartbeat heartbeat = new Heartbeat("main", PATIENCE);
    private String lastStatusLine = "";

    MainThread(SystemdNotifier systemd, ConfigurationInForce inForce, EventSink events, InstantSource calendar) {
        this.systemd = systemd;
        this.inForce = inForce;
        this.events = events;
        this.calendar = calendar;
    }

    // ---- from any thread

    /** Orders the file to be read again. */
    void reload() {
        orders.add(Order.RELOAD);
    }

    /** Orders a good end. */
    void stop() {
        orders.add(Order.STOP);
        stopAsked.complete(null);
    }

    /** Orders an end that leaves everything where it is. */
    void endInPlace() {
        orders.add(Order.END_IN_PLACE);
    }

    /** A part failed, without which the process had better begin anew. */
    void fail() {
        orders.add(Order.FAIL);
        stopAsked.complete(null);
    }

    /** Completed, on the thread that orders it, when this is to end. */
    CompletionStage<Void> stopAsked() {
        return stopAsked;
    }

    // ---- on the main thread

    /** Beats as often as it looks for an order. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /**
     * For when nothing has been started yet: whether there is an order to end.
     *
     * @return the exit code that it ends with; empty if there is none
     */
    OptionalInt endBeforeStart() {
        if (!stopAsked.isDone()) {
            return OptionalInt.empty();
        }
        systemd.stopping();
        LOG.log(Level.INFO, "stopping before anything was started");
        return OptionalInt.of(orders.contains(Order.FAIL) ? HardEnd.EXIT_CODE : 0);
    }

    /**
     * Obeys until it is to end, and returns the exit code.
     *
     * @param endInPlace ends this process where it stands; throws IllegalStateException where that cannot be
     */
    int obey(Parts parts, Runnable endInPlace) {
        Changeover<LoadedConfiguration> changeover = parts.changeover();
        while (true) {
            heartbeat.beat();
            Order order = nextOrder();
            if (order == null) {
                tick(parts);
                continue;
            }
            switch (order) {
                case RELOAD -> reload(changeover);
                case END_IN_PLACE -> endInPlace(endInPlace);
                case STOP -> {
                    leave(parts);
                    return 0;
                }
                case FAIL -> {
                    return HardEnd.EXIT_CODE;
                }
            }
        }
    }

    private static void endInPlace(Runnable end) {
        try {
            Thread.sleep(REPLY.toMillis());
            end.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // then it is to stop
        } catch (IllegalStateException | UncheckedIOException refused) {
            LOG.log(Level.WARNING, "does not end in place: {0}", refused.getMessage());
        }
    }

    private void leave(Parts parts) {
        LOG.log(Level.INFO, "stopping: handing the VIPs over");
        systemd.stopping();
        events.happened(new AgentEvent.AgentStopping(calendar.instant()));
        parts.vrrp().leave(); // the VIPs go first, and only then what answers behind them
    }

    /** Gives the threads that there are the names that the configuration has for them. */
    void nameThreads() {
        ProcessNames names = inForce.configuration().global().process().names();
        threads.apply(started -> ThreadParts.name(started, names));
    }

    private Order nextOrder() {
        try {
            return orders.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return Order.STOP;
        }
    }

    private void tick(Parts parts) {
        if (!inForce.configuration().global().process().names().equals(ProcessNames.NONE)) {
            nameThreads(); // for those that have begun since
        }
        parts.balancing().addressesChanged(); // costs nothing where no virtual_server has ha_suspend
        String now = parts.vrrp().standings().stream()
                        .map(instance -> instance.name() + " " + instance.kind())
                        .collect(Collectors.joining(", "))
                + parts.balancing().problem().map(problem -> "; " + problem).orElse("");
        if (!now.equals(lastStatusLine)) {
            systemd.status(now);
            lastStatusLine = now;
        }
    }

    private void reload(Changeover<LoadedConfiguration> changeover) {
        systemd.reloading();
        inForce.reload(changeover);
        nameThreads();
        systemd.ready();
    }
}
