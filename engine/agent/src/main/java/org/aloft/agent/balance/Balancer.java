package org.aloft.agent.balance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.aloft.agent.check.CheckLauncher;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.kernel.IpvsAccess;
import org.aloft.agent.kernel.IpvsDestinationUse;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;
import org.aloft.agent.kernel.KernelException;

/**
 * Keeps the kernel's IPVS table as the configuration and the checks want it. Whenever something changes it reads the table, compares,
 * and makes the differences; so what a crash left behind, or what somebody else changed, is put right with the next change, and
 * what is right is never touched. The table is the balancer's alone: a service that the configuration does not name is removed.
 *
 * <p>Thread rule: all work happens on one thread of its own, named {@code balancer}. The public methods are for any thread; those
 * that return a future return at once. What the kernel refuses is tried again every {@link #RETRY}.
 */
public final class Balancer implements AutoCloseable {
    /** How long after a refusal the table is compared again. */
    public static final Duration RETRY = Duration.ofSeconds(5);

    private static final ThreadFactory THREAD = work -> {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        return thread;
    };

    private final IpvsAccess ipvs;
    private final BalancerListener listener;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(THREAD);
    private final CheckedServers servers;
    /** What this balancer has wanted at any time, and so what it removes in the end. */
    private final Set<IpvsServiceKey> own = new HashSet<>();

    private List<VirtualService> services = List.of();
    private boolean retryPending;
    private volatile BalancerState state = new BalancerState(List.of(), List.of(), Map.of());

    private Balancer(IpvsAccess ipvs, CheckLauncher checks, BalancerListener listener, InstantSource clock) {
        this.ipvs = ipvs;
        this.listener = listener;
        this.clock = clock;
        this.servers = new CheckedServers(checks, this::bring);
    }

    /**
     * Starts the thread, makes the table what the configuration wants, and starts the checks. Returns when the table was made so,
     * or was refused, which the listener is told.
     *
     * @param clock for when a real server went up or down
     */
    public static Balancer start(
            IpvsAccess ipvs,
            CheckLauncher checks,
            List<VirtualService> services,
            BalancerListener listener,
            InstantSource clock) {
        Balancer balancer = new Balancer(ipvs, checks, listener, clock);
        balancer.configure(services).join();
        return balancer;
    }

    /** Takes another configuration into force. Checks that stay the same go on. The future ends when the table was compared. */
    public CompletableFuture<Void> configure(List<VirtualService> next) {
        List<VirtualService> copy = List.copyOf(next);
        return run(() -> {
            services = copy;
            copy.forEach(service -> own.add(service.key()));
            servers.configure(copy, clock.instant());
            compare();
        });
    }

    /** Compares the table with the wanted one now. */
    public CompletableFuture<Void> reconcile() {
        return run(this::compare);
    }

    /** Ends when the balancer's thread got round to it: proof that the thread is not stuck. */
    public CompletableFuture<Void> alive() {
        return run(() -> {});
    }

    /** What was known after the last change. */
    public BalancerState state() {
        return state;
    }

    private CompletableFuture<Void> run(Runnable work) {
        try {
            return CompletableFuture.runAsync(work, thread);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** From the checks' thread. */
    private void bring(int number, CheckNews news) {
        CompletableFuture<Void> unused = run(() -> {
            if (servers.report(number, news, clock.instant())) {
                listener.serverChanged(news.server(), news.up(), news.reason());
                compare();
            }
        });
    }

    private void compare() {
        List<TableEntry> wanted = WantedTable.of(services, servers::isUp);
        state = new BalancerState(services, wanted, servers.states());
        boolean refused = false;
        try {
            for (IpvsChange change : TableDifference.between(wanted, table())) {
                refused |= !apply(change);
            }
        } catch (KernelException e) {
            refused = true;
            listener.refused(e.getMessage());
        }
        if (refused) {
            retryLater();
        }
    }

    private List<TableEntry> table() {
        return ipvs.services().stream().map(this::entry).toList();
    }

    private TableEntry entry(IpvsService service) {
        return new TableEntry(
                service,
                ipvs.destinations(service.key()).stream()
                        .map(IpvsDestinationUse::destination)
                        .toList());
    }

    private boolean apply(IpvsChange change) {
        try {
            change.apply(ipvs);
            listener.applied(change);
            return true;
        } catch (KernelException e) {
            listener.refused(e.getMessage());
            return false;
        }
    }

    private void retryLater() {
        if (retryPending || thread.isShutdown()) {
            return;
        }
        retryPending = true;
        var unused = thread.schedule(
                () -> {
                    retryPending = false;
                    compare();
                },
                RETRY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Ends the checks, removes from the table what this balancer wanted there, and ends the thread. */
    @Override
    public void close() {
        try {
            run(() -> {
                        servers.close();
                        removeOwn();
                    })
                    .join();
        } catch (CompletionException e) {
            listener.refused(String.valueOf(e.getCause().getMessage()));
        } finally {
            thread.shutdownNow();
        }
    }

    private void removeOwn() {
        ipvs.services().stream()
                .map(IpvsService::key)
                .filter(own::contains)
                .forEach(key -> apply(new IpvsChange.DeleteService(key)));
    }
}
