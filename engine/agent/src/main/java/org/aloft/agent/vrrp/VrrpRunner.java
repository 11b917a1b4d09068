package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.Occasion;
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

    /** Classes are loaded and compiled in the first turns: that is not to be done before all else on a host with one processor. */
    private static final long WARM_UP = Duration.ofSeconds(3).toNanos();

    private final Poller poller;
    private final LinkMonitor links;
    private final HeldAddresses addresses;
    private final RouterFacilities facilities;
    private final long notBefore;
    private final int realTimePriority;
    private final Runnable onFailure;
    private final List<VirtualRouter> routers = new CopyOnWriteArrayList<>();
    private final List<VirtualRouter> leaving = new CopyOnWriteArrayList<>();
    private final SyncGroups groups;
    private final ClaimWatch claims;
    private final Map<String, TrackedPriority> tracked = new ConcurrentHashMap<>();
    private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();
    private final List<PendingHandover> handovers = new ArrayList<>();
    private final Thread thread;
    private StaticBlock lasting = StaticBlock.NONE;
    private boolean stopping;
    private volatile boolean ended;
    private volatile long lastTurn = System.nanoTime();

    private VrrpRunner(
            Poller poller,
            LinkMonitor links,
            HeldAddresses addresses,
            RouterFacilities facilities,
            Duration startupDelay,
            int realTimePriority,
            Runnable onFailure) {
        this.realTimePriority = realTimePriority;
        this.poller = poller;
        this.links = links;
        this.addresses = addresses;
        this.facilities = facilities;
        this.notBefore = System.nanoTime() + startupDelay.toNanos();
        this.onFailure = onFailure;
        this.groups = new SyncGroups(facilities.events(), facilities.calendar());
        this.claims = new ClaimWatch(addresses.kernel(), poller);
        this.thread = new Thread(this::run, "vrrp");
    }

    /**
     * Removes what an earlier run left on the interfaces, and starts without any instance; {@link #configure} adds them.
     *
     * @param journal the file that lists what this daemon has put on interfaces; its folder must exist
     * @param instances those that will be configured; their VIPs count as left behind when they are found
     * @param statics what the host will have whoever is active
     * @param startupDelay how long from now no instance becomes active ({@code vrrp_startup_delay})
     * @param realTimePriority of the VRRP thread, 1..99 ({@code vrrp_rt_priority}); 20 when empty
     * @param calendar for people
     * @param events is told what happens, on the VRRP thread
     * @param onFailure called once, on the VRRP thread, should that end by a failure
     * @throws KernelException if the kernel grants no sockets
     */
    public static VrrpRunner start(
            Path journal,
            List<VrrpInstanceBlock> instances,
            StaticBlock statics,
            Duration startupDelay,
            Optional<Integer> realTimePriority,
            InstantSource calendar,
            EventSink events,
            Runnable onFailure) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Poller poller = opened(opened, Poller.open());
            LinkMonitor links = opened(opened, LinkMonitor.open());
            HeldAddresses addresses = opened(opened, new HeldAddresses(journal));
            addresses.removeLeftovers(instances, statics);
            poller.add(links.fd());
            RouterFacilities facilities = new RouterFacilities(addresses, poller, System::nanoTime, calendar, events);
            VrrpRunner runner = new VrrpRunner(
                    poller,
                    links,
                    addresses,
                    facilities,
                    startupDelay,
                    realTimePriority.orElse(REAL_TIME_PRIORITY),
                    onFailure);
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
     * Makes these the instances that run. Those that are unchanged are not touched; one that stays in its group, or is active, keeps its
     * state and the VIPs that stay. One that is gone hands over, which goes on after this method has returned.
     *
     * @param instances what is to run
     * @param syncGroups which of them are active together or not at all
     * @param statics what the host has whoever is active
     */
    public void configure(List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups, StaticBlock statics) {
        onVrrpThread(() -> {
            List<VrrpInstanceBlock> before =
                    routers.stream().map(VirtualRouter::block).toList();
            lasting = statics;
            links.watchRouting(routes(instances, statics));
            addresses.prepare(Stream.concat(before.stream(), instances.stream()).toList(), statics);
            reconcile(instances, syncGroups);
            forgetInterfaces();
        });
    }

    /** Keeps this pace when VIPs are announced; for all instances. */
    public void pace(AnnouncementPaces paces) {
        onVrrpThread(() -> addresses.pace(paces));
    }

    /**
     * Takes what all that an instance tracks comes to. It may be told before the instance is configured. Does not wait.
     *
     * @param instance the name
     */
    public void track(String instance, TrackedPriority priority) {
        tracked.put(instance, priority);
        calls.add(new FutureTask<>(
                () -> routers.stream()
                        .filter(router -> router.name().equals(instance))
                        .forEach(router -> guarded(router, () -> router.track(priority))),
                null));
        poller.wakeUp();
    }

    /**
     * Lets another router be active in place of this one, without a break: an active instance says that it stops and serves on until
     * another router has taken over; when none does, it stays active. Afterwards it is a backup that pushes nobody aside, whatever
     * the priorities, until {@link #takeBack}, until the active router is gone, or until aloftd starts again. An instance that is not
     * active only stands back.
     *
     * @param name of an instance or of a sync group
     * @return what became of it, for each instance; completed on the VRRP thread, so do nothing slow there
     * @throws IllegalArgumentException there is no such instance or sync group
     */
    public CompletableFuture<List<HandoverResult>> handover(String name) {
        CompletableFuture<List<HandoverResult>> results = new CompletableFuture<>();
        onVrrpThread(() -> {
            List<VirtualRouter> concerned = named(name);
            concerned.forEach(router -> guarded(router, router::handOver));
            handovers.add(new PendingHandover(concerned, results));
        });
        return results;
    }

    /**
     * Ends what {@link #handover} began: the instances push lower routers aside again, at once.
     *
     * @param name of an instance or of a sync group
     * @throws IllegalArgumentException there is no such instance or sync group
     */
    public void takeBack(String name) {
        onVrrpThread(() -> named(name).forEach(router -> guarded(router, router::takeBack)));
    }

    /** Hands over all instances and waits until they have left: a few seconds at the most. */
    public void leave() {
        CompletableFuture<List<HandoverResult>> left = new CompletableFuture<>();
        onVrrpThread(() -> {
            List<VirtualRouter> all = List.copyOf(routers);
            all.forEach(router -> leave(router, Occasion.STOPPING));
            routers.clear();
            handovers.add(new PendingHandover(all, left));
        });
        left.join();
    }

    /** What every instance is doing, in the order of the file. */
    public List<RouterStatus> status() {
        return routers.stream().map(VirtualRouter::status).toList();
    }

    /** Why every instance is in its state, in the order of the file. */
    public List<RouterExplanation> explain() {
        return routers.stream().map(VirtualRouter::explain).toList();
    }

    /** When the VRRP thread last went round its loop, by {@link System#nanoTime()}; at least once a second when all is well. */
    public long lastTurn() {
        return lastTurn;
    }

    /** Which thread is the VRRP thread. */
    long threadId() {
        return thread.getId();
    }

    /** Leaves every group at once, removes the VIPs, and ends the thread; call {@link #leave} before to hand over. */
    @Override
    public void close() {
        if (!ended) {
            onVrrpThread(() -> {
                stopAll();
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
        List.of(claims, addresses, links, poller).forEach(VrrpRunner::closeQuietly);
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
        long warm = System.nanoTime() + WARM_UP;
        boolean realTime = false;
        try {
            while (!stopping) {
                turn();
                if (!realTime && lastTurn - warm >= 0) {
                    runInRealTime();
                    realTime = true;
                }
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the VRRP thread failed; this is a fault of aloftd, please report it", failure);
            stopAll();
            onFailure.run();
        }
        ended = true; // before the last look at the queue: whoever adds a call later sees it
        for (FutureTask<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.cancel(false);
        }
        handovers.forEach(PendingHandover::complete);
    }

    private void stopAll() {
        routers.forEach(router -> guarded(router, router::stop));
        leaving.forEach(router -> guarded(router, router::stop));
    }

    /** Before all that is not real-time; without the right to that, adverts are as timely as the host's load allows. */
    private void runInRealTime() {
        try {
            RealTime.schedule(realTimePriority);
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    private void turn() {
        int ready = poller.poll(Math.min(earliestDeadline(), System.nanoTime() + LONGEST_SLEEP));
        lastTurn = System.nanoTime();
        for (FutureTask<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
        if (poller.isReady(links.fd())) {
            hearOfChanges();
        }
        if (ready > 0) {
            receive(routers);
            receive(leaving);
            claims.hear();
        }
        long now = System.nanoTime();
        expireTimers(routers, now);
        expireTimers(leaving, now);
        addresses.announceDue(now);
        groups.settle(routers);
        addresses.catchUp(now);
        claims.follow(routers);
        if (!leaving.isEmpty()) {
            seeOff();
        }
        if (!handovers.isEmpty()) {
            handovers.removeIf(PendingHandover::isComplete);
        }
    }

    private static void receive(List<VirtualRouter> some) {
        for (int index = 0; index < some.size(); index++) {
            some.get(index).receive();
        }
    }

    private static void expireTimers(List<VirtualRouter> some, long now) {
        for (int index = 0; index < some.size(); index++) {
            some.get(index).timerExpired(now);
        }
    }

    private long earliestDeadline() {
        long ofRouters = Math.min(earliestDeadline(routers), earliestDeadline(leaving));
        return Math.min(ofRouters, addresses.announcementDeadline());
    }

    private static long earliestDeadline(List<VirtualRouter> some) {
        long earliest = State.NEVER;
        for (int index = 0; index < some.size(); index++) {
            earliest = Math.min(earliest, some.get(index).deadline());
        }
        return earliest;
    }

    private void leave(VirtualRouter router, Occasion because) {
        leaving.add(router);
        claims.lookAgain();
        guarded(router, () -> router.leave(because));
    }

    private static boolean routes(List<VrrpInstanceBlock> instances, StaticBlock statics) {
        return !statics.routes().isEmpty()
                || !statics.rules().isEmpty()
                || instances.stream()
                        .map(VrrpInstanceBlock::holding)
                        .anyMatch(holding ->
                                !holding.routes().isEmpty() || !holding.rules().isEmpty());
    }

    /** Takes away the interfaces that nobody speaks on any more. */
    private void forgetInterfaces() {
        if (leaving.isEmpty()) {
            addresses.prepare(routers.stream().map(VirtualRouter::block).toList(), lasting);
        }
    }

    /** Forgets those that have left. */
    private void seeOff() {
        List<VirtualRouter> left =
                leaving.stream().filter(VirtualRouter::hasLeft).toList();
        left.forEach(router -> guarded(router, router::stop));
        if (leaving.removeAll(left)) {
            forgetInterfaces();
        }
    }

    private List<VirtualRouter> named(String name) {
        List<VirtualRouter> found = routers.stream()
                .filter(router -> router.name().equals(name) || router.group().equals(Optional.of(name)))
                .toList();
        if (found.isEmpty()) {
            String known = routers.stream().map(VirtualRouter::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "there is no vrrp_instance and no vrrp_sync_group " + name + "; instances here: " + known);
        }
        return found;
    }

    private void hearOfChanges() {
        List<LinkEvent> events = new ArrayList<>();
        links.drain(events::add);
        addresses.restoreLasting(events);
        if (events.stream().anyMatch(VrrpRunner::concernsInterfaces)) {
            claims.lookAgain();
        }
        for (VirtualRouter router :
                Stream.concat(routers.stream(), leaving.stream()).toList()) {
            if (events.stream().anyMatch(event -> concerns(event, router))) {
                guarded(router, router::checkLink);
                guarded(router, router::addressesChanged);
            }
        }
    }

    private static boolean concernsInterfaces(LinkEvent event) {
        return event instanceof LinkEvent.LinkChanged || event instanceof LinkEvent.Resync;
    }

    private static boolean concerns(LinkEvent event, VirtualRouter router) {
        if (event instanceof LinkEvent.LinkChanged changed) {
            String name = changed.link().name();
            return name.equals(router.block().networkInterface())
                    || router.block().holding().uses(name)
                    || router.speaksOn(changed.link()) // it was renamed
                    || router.state() instanceof State.Fault; // the reason may be another now
        }
        if (event instanceof LinkEvent.RouteRemoved removed) {
            return router.block().holding().routes().stream()
                    .anyMatch(route -> route.route().table() == removed.table());
        }
        if (event instanceof LinkEvent.RuleRemoved) {
            return !router.block().holding().rules().isEmpty();
        }
        if (event instanceof LinkEvent.AddressRemoved removed) {
            return router.isVip(removed.address()) || router.speaksFrom(removed.address());
        }
        return event instanceof LinkEvent.Resync
                || (event instanceof LinkEvent.AddressAdded && router.state() instanceof State.Fault);
    }

    private void reconcile(List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups) {
        List<VrrpInstanceBlock> heldBefore = held();
        List<VirtualRouter> changed = new ArrayList<>();
        List<VirtualRouter> gone = new ArrayList<>();
        for (VirtualRouter router : routers) {
            Optional<VrrpInstanceBlock> wanted =
                    instances.stream().filter(block -> goesOnAs(block, router)).findFirst();
            if (wanted.isEmpty()) {
                gone.add(router);
            } else if (!wanted.get().equals(router.block())
                    || !groupOf(wanted.get(), syncGroups).equals(router.group())) {
                router.reconfigure(wanted.get(), groupOf(wanted.get(), syncGroups));
                changed.add(router);
            }
        }
        addresses.change(heldBefore, held());
        changed.forEach(router -> guarded(router, router::announceChange));
        gone.forEach(router -> leave(router, Occasion.DELETED));
        tracked.keySet()
                .retainAll(instances.stream().map(VrrpInstanceBlock::name).toList());
        replace(instances, syncGroups, gone);
        groups.configure(syncGroups);
    }

    /** An active router stays so even in another group: the VIPs stay here. Any other is to listen there before all else. */
    private static boolean goesOnAs(VrrpInstanceBlock block, VirtualRouter router) {
        return block.name().equals(router.name()) && (block.sharesGroupWith(router.block()) || router.isActive());
    }

    private void replace(
            List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups, List<VirtualRouter> gone) {
        List<VirtualRouter> kept =
                routers.stream().filter(router -> !gone.contains(router)).toList();
        List<VirtualRouter> next = instances.stream()
                .map(block -> keptOrNew(block, groupOf(block, syncGroups), kept))
                .toList();
        routers.clear();
        routers.addAll(next);
        next.stream().filter(router -> !kept.contains(router)).forEach(router -> guarded(router, router::checkLink));
    }

    private VirtualRouter keptOrNew(VrrpInstanceBlock block, Optional<String> group, List<VirtualRouter> kept) {
        return kept.stream()
                .filter(router -> router.block().equals(block))
                .findFirst()
                .orElseGet(() -> new VirtualRouter(
                        block, group, tracked.getOrDefault(block.name(), TrackedPriority.NONE), notBefore, facilities));
    }

    /** The blocks of all instances whose VIPs are on this host. */
    private List<VrrpInstanceBlock> held() {
        return Stream.concat(routers.stream(), leaving.stream())
                .filter(router -> router.holdsVips())
                .map(VirtualRouter::block)
                .toList();
    }

    private static Optional<String> groupOf(VrrpInstanceBlock block, List<VrrpSyncGroupBlock> syncGroups) {
        return syncGroups.stream()
                .filter(group -> group.instances().contains(block.name()))
                .map(VrrpSyncGroupBlock::name)
                .findFirst();
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
