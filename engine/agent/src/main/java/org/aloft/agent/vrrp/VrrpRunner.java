package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.LinkEvent;
import org.aloft.agent.kernel.LinkMonitor;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.RealTime;

/**
 * Drives every instance from one dedicated thread: it sleeps until a packet, a timer, a change of links or addresses, or a call from
 * another thread. Packets are read before timers are looked at, so that an advert that is already there counts. The public methods
 * are safe for any thread and wait until the VRRP thread has done what they ask.
 */
public final class VrrpRunner implements AutoCloseable {
    private static final Logger LOG = System.getLogger(VrrpRunner.class.getName());

    /** The loop turns at least this often, to show that it is alive. */
    private static final long LONGEST_SLEEP = Duration.ofSeconds(1).toNanos();

    /** Within 1..99 the lower half: what the host itself runs in real time, such as its network interrupts, goes first. */
    private static final int REAL_TIME_PRIORITY = 20;

    private final Poller poller;
    private final LinkMonitor links;
    private final HeldAddresses addresses;
    private final InstantSource calendar;
    private final Runnable onFailure;
    private final List<VirtualRouter> routers = new CopyOnWriteArrayList<>();
    private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private boolean stopping;
    private volatile boolean ended;
    private volatile long lastTurn = System.nanoTime();

    private VrrpRunner(
            Poller poller, LinkMonitor links, HeldAddresses addresses, InstantSource calendar, Runnable onFailure) {
        this.poller = poller;
        this.links = links;
        this.addresses = addresses;
        this.calendar = calendar;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "vrrp");
    }

    /**
     * Removes what an earlier run left on the interfaces, and starts without any instance; {@link #configure} adds them.
     *
     * @param journal the file that lists what this daemon has put on interfaces; its folder must exist
     * @param instances those that will be configured; their VIPs count as left behind when they are found
     * @param onFailure called once, on the VRRP thread, should that end by a failure
     * @throws KernelException if the kernel grants no sockets
     */
    public static VrrpRunner start(
            Path journal, List<VrrpInstanceBlock> instances, InstantSource calendar, Runnable onFailure) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Poller poller = opened(opened, Poller.open());
            LinkMonitor links = opened(opened, LinkMonitor.open());
            HeldAddresses addresses = opened(opened, new HeldAddresses(journal));
            addresses.removeLeftovers(instances);
            poller.add(links.fd());
            VrrpRunner runner = new VrrpRunner(poller, links, addresses, calendar, onFailure);
            runner.thread.start();
            return runner;
        } catch (RuntimeException failure) {
            opened.forEach(VrrpRunner::closeQuietly);
            throw failure;
        }
    }

    private static <T extends AutoCloseable> T opened(List<AutoCloseable> list, T resource) {
        list.add(resource);
        return resource;
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failure) {
            LOG.log(Level.DEBUG, "closing", failure);
        }
    }

    /**
     * Makes these the instances that run. Those that are unchanged are not touched; one that stays in its group keeps its state and
     * the VIPs that stay.
     */
    public void configure(List<VrrpInstanceBlock> instances) {
        onVrrpThread(() -> reconcile(instances));
    }

    /** What every instance is doing, in the order of the file. */
    public List<RouterStatus> status() {
        return routers.stream().map(VirtualRouter::status).toList();
    }

    /** When the VRRP thread last went round its loop, by {@link System#nanoTime()}; at least once a second when all is well. */
    public long lastTurn() {
        return lastTurn;
    }

    /** Leaves every group with a priority-0 advert, removes the VIPs, and ends the thread. */
    @Override
    public void close() {
        if (!ended) {
            onVrrpThread(() -> {
                routers.forEach(router -> guarded(router, router::stop));
                stopping = true;
            });
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        List.of(addresses, links, poller).forEach(VrrpRunner::closeQuietly);
    }

    private void onVrrpThread(Runnable work) {
        FutureTask<Void> call = new FutureTask<>(work, null);
        calls.add(call);
        poller.wakeUp();
        if (ended) {
            call.cancel(false); // does nothing to a call that was the thread's last
        }
        try {
            call.get();
        } catch (CancellationException ended) {
            throw new IllegalStateException(
                    "the VRRP thread has ended; see the log for why, and restart aloftd", ended);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the VRRP thread", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    // ---- on the VRRP thread

    private void run() {
        runInRealTime();
        try {
            while (!stopping) {
                turn();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the VRRP thread failed; this is a fault of aloftd, please report it", failure);
            routers.forEach(router -> guarded(router, router::stop));
            onFailure.run();
        }
        ended = true; // before the last look at the queue: whoever adds a call later sees it
        for (FutureTask<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.cancel(false);
        }
    }

    /** Before all that is not real-time; without the right to that, adverts are as timely as the host's load allows. */
    private static void runInRealTime() {
        try {
            RealTime.schedule(REAL_TIME_PRIORITY);
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    private void turn() {
        poller.poll(Math.min(earliestDeadline(), System.nanoTime() + LONGEST_SLEEP));
        lastTurn = System.nanoTime();
        for (FutureTask<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
        if (poller.isReady(links.fd())) {
            hearOfChanges();
        }
        for (int index = 0; index < routers.size(); index++) {
            routers.get(index).receive();
        }
        long now = System.nanoTime();
        for (int index = 0; index < routers.size(); index++) {
            routers.get(index).timerExpired(now);
        }
    }

    private long earliestDeadline() {
        long earliest = State.NEVER;
        for (int index = 0; index < routers.size(); index++) {
            earliest = Math.min(earliest, routers.get(index).deadline());
        }
        return earliest;
    }

    private void hearOfChanges() {
        List<LinkEvent> events = new ArrayList<>();
        links.drain(events::add);
        for (VirtualRouter router : routers) {
            if (events.stream().anyMatch(event -> concerns(event, router))) {
                guarded(router, router::checkLink);
                guarded(router, router::addressesChanged);
            }
        }
    }

    private static boolean concerns(LinkEvent event, VirtualRouter router) {
        if (event instanceof LinkEvent.LinkChanged changed) {
            return changed.link().name().equals(router.block().networkInterface());
        }
        if (event instanceof LinkEvent.AddressRemoved removed) {
            return router.isVip(removed.address());
        }
        return event instanceof LinkEvent.Resync
                || (event instanceof LinkEvent.AddressAdded && router.state() instanceof State.Fault);
    }

    private void reconcile(List<VrrpInstanceBlock> instances) {
        List<VirtualRouter> kept = new ArrayList<>();
        for (VirtualRouter router : routers) {
            Optional<VrrpInstanceBlock> wanted = instances.stream()
                    .filter(block -> sameGroup(block, router.block()))
                    .findFirst();
            wanted.ifPresentOrElse(
                    block -> {
                        kept.add(router);
                        if (!block.equals(router.block())) {
                            guarded(router, () -> router.reconfigure(block));
                        }
                    },
                    () -> guarded(router, router::stop));
        }
        List<VirtualRouter> next =
                instances.stream().map(block -> keptOrNew(block, kept)).toList();
        routers.clear();
        routers.addAll(next);
        next.stream().filter(router -> !kept.contains(router)).forEach(router -> guarded(router, router::checkLink));
    }

    private VirtualRouter keptOrNew(VrrpInstanceBlock block, List<VirtualRouter> kept) {
        return kept.stream()
                .filter(router -> router.block().equals(block))
                .findFirst()
                .orElseGet(() -> new VirtualRouter(block, addresses, poller, System::nanoTime, calendar));
    }

    private static boolean sameGroup(VrrpInstanceBlock one, VrrpInstanceBlock other) {
        return one.name().equals(other.name())
                && one.networkInterface().equals(other.networkInterface())
                && one.virtualRouterId() == other.virtualRouterId()
                && one.wire().version() == other.wire().version()
                && one.wire().sourceAddress().equals(other.wire().sourceAddress());
    }

    /** One instance's trouble with the kernel is not to stop the others. */
    private static void guarded(VirtualRouter router, Runnable work) {
        try {
            work.run();
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, "{0}: {1}", router.block().name(), failure.getMessage());
        }
    }
}
