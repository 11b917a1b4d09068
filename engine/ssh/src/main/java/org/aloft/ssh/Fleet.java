package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.aloft.topology.model.Host;

/**
 * Runs a task on many hosts at once, and keeps the connections open for the next one.
 *
 * <p>Safe for use by several threads; its own are platform threads, since JSch holds monitors while it waits.
 */
public final class Fleet implements AutoCloseable {
    /** Opens connections. */
    @FunctionalInterface
    public interface Dialer {
        /**
         * Opens a connection.
         *
         * @throws SshException when the host cannot be reached within the deadline
         */
        Connection connect(Host host, Duration deadline) throws SshException;
    }

    /** Runs on each host. */
    @FunctionalInterface
    public interface Task<T> {
        /**
         * Runs it.
         *
         * @throws SshException when the host could not be used
         */
        T on(Connection connection) throws SshException;
    }

    /** The result on one host. */
    public sealed interface Outcome<T> {
        /** The task ran. */
        record Done<T>(T value) implements Outcome<T> {}

        /** The host could not be reached or used. */
        record Failed<T>(SshException reason) implements Outcome<T> {}
    }

    /** A host that was cut off is tried often. */
    private static final Duration ONE_TRY = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final Duration connectDeadline;
    private final ExecutorService threads;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * @param forks how many hosts are worked on at the same time; 1 or more
     * @param connectDeadline how long connecting to a host may take
     */
    public Fleet(Dialer dialer, int forks, Duration connectDeadline) {
        this.dialer = dialer;
        this.connectDeadline = connectDeadline;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(forks, work -> {
            Thread thread = new Thread(work, "fleet-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The connection to a host: the one that is open, or a new one where there is none or it broke.
     *
     * @throws SshException when the host cannot be reached
     */
    public Connection connection(Host host) throws SshException {
        synchronized (lock(host)) {
            Connection connection = open.get(host.name());
            if (connection != null && !connection.isOpen()) {
                connection.close();
                connection = null;
            }
            if (connection == null) {
                connection = dialer.connect(host, connectDeadline);
                open.put(host.name(), connection);
            }
            return connection;
        }
    }

    /** Whether there is a connection to a host that is thought to work; nobody is connected to for the answer. */
    public boolean isOpen(Host host) {
        Connection connection = open.get(host.name());
        return connection != null && connection.isOpen();
    }

    /**
     * A new connection; the one that was open is closed first.
     *
     * @throws SshException when the host does not answer
     */
    public Connection reconnect(Host host, Duration deadline) throws SshException {
        synchronized (lock(host)) {
            Connection before = open.remove(host.name());
            if (before != null) {
                before.close();
            }
            Connection connection = dialer.connect(host, deadline);
            open.put(host.name(), connection);
            return connection;
        }
    }

    /**
     * Runs a task on each host. A host that fails does not stop the others.
     *
     * @return the results, in the order of the hosts
     * @throws InterruptedException when the caller was; running tasks are interrupted
     */
    public <T> Map<String, Outcome<T>> onEach(Collection<Host> hosts, Task<T> task) throws InterruptedException {
        return outcomes(hosts, host -> one(host, task));
    }

    private <T> Map<String, Outcome<T>> outcomes(Collection<Host> hosts, Function<Host, Outcome<T>> each)
            throws InterruptedException {
        List<Callable<Outcome<T>>> work = new ArrayList<>();
        for (Host host : hosts) {
            work.add(() -> each.apply(host));
        }
        List<Future<Outcome<T>>> answers = threads.invokeAll(work);
        Map<String, Outcome<T>> outcomes = new LinkedHashMap<>();
        int index = 0;
        for (Host host : hosts) {
            outcomes.put(host.name(), value(answers.get(index++)));
        }
        return outcomes;
    }

    private <T> Outcome<T> one(Host host, Task<T> task) {
        try {
            return new Outcome.Done<>(task.on(connection(host)));
        } catch (SshException e) {
            return new Outcome.Failed<>(e);
        }
    }

    /**
     * Runs a task on a new connection to each host, whatever connection is open; tries again each second.
     *
     * @param patience for how long it is tried on a host
     * @return the results, in the order of the hosts; a failure is that of the last try
     * @throws InterruptedException when the caller was; running tasks are interrupted
     */
    public <T> Map<String, Outcome<T>> onEachAnew(Collection<Host> hosts, Duration patience, Task<T> task)
            throws InterruptedException {
        return outcomes(hosts, host -> anew(host, patience, task));
    }

    private <T> Outcome<T> anew(Host host, Duration patience, Task<T> task) {
        long end = System.nanoTime() + patience.toNanos();
        Duration oneTry = connectDeadline.compareTo(ONE_TRY) < 0 ? connectDeadline : ONE_TRY;
        while (true) {
            try {
                return new Outcome.Done<>(task.on(reconnect(host, oneTry)));
            } catch (SshException e) {
                if (System.nanoTime() >= end || !paused()) {
                    return new Outcome.Failed<>(e);
                }
            }
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T value(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            // A task throws SshException or has a bug: bugs go to the caller.
            throw e.getCause() instanceof RuntimeException wrong ? wrong : new IllegalStateException(e.getCause());
        }
    }

    /** One thread at a time connects to a host; other hosts do not wait for it. */
    private Object lock(Host host) {
        return locks.computeIfAbsent(host.name(), name -> new Object());
    }

    /** Closes all connections. */
    @Override
    public void close() {
        threads.shutdownNow();
        open.values().forEach(Connection::close);
        open.clear();
    }
}
