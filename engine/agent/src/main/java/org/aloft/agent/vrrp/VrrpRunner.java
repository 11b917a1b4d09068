package org.aloft.agent.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.aloft.agent.bfd.GroupMember;
import org.aloft.agent.bfd.PeerLost;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.process.RealTime;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.HandoverResult;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.Standing;

/**
 * Drives every instance from one dedicated thread: it sleeps until a packet, a timer, a change of links or addresses,
 * or a call from another thread. Packets are read before timers are looked at, so that an advert that is already there
 * counts. The public methods are safe for any thread and wait until the VRRP thread has done what they ask.
 */
public final class VrrpRunner implements AutoCloseable {
    private static final Logger LOG = Log.of(VrrpRunner.class);

    /**
     * Of the VRRP thread unless the file says otherwise. Within 1..99 the lower half: what the host itself runs in real
     * time, such as its network interrupts, goes first.
     */
    public static final int REAL_TIME_PRIORITY = 20;

    /**
     * Classes are loaded and compiled in the first turns: that is not to be done before all else on a host with one
     * processor.
     */
    private static final long WARM_UP = Duration.ofSeconds(3).toNanos();

    private final Poller poller;
    private final LinkMonitor links;
    private final HeldAddresses addresses;
    private final RunningRouters routers;
    private final Breath breath;
    private final int realTimePriority;
    private final Loop loop;
    private Optional<VrrpInstanceBlock> expected;

    private VrrpRunner(
            Poller poller,
            LinkMonitor links,
            HeldAddresses addresses,
            RunningRouters routers,
            Breath breath,
            Optional<VrrpInstanceBlock> expected,
            int realTimePriority,
            Supervisor supervisor) {
        this.expected = expected;
        this.poller = poller;
        this.links = links;
        this.addresses = addresses;
        this.routers = routers;
        this.breath = breath;
        this.realTimePriority = realTimePriority;
        this.loop = supervisor.loop("vrrp", AfterFailure.END_PROCESS, poller, new Turns());
        breath.meanwhile(this::meanwhile);
    }

    /**
     * Removes what an earlier run left on the interfaces, and starts without instances; {@link #configure} adds them.
     *
     * @param journal the file that lists what this daemon has put on interfaces; its folder must exist
     * @param instances those that will be configured; their VIPs count as left behind when they are found
     * @param statics what the host will have whoever is active
     * @param startupDelay how long from now no instance becomes active ({@code vrrp_startup_delay})
     * @param realTimePriority of the VRRP thread, 1..99 ({@code vrrp_rt_priority}); 20 when empty
     * @param calendar for people
     * @param events is told what happens, on the VRRP thread
     * @param left by the process before
     * @param supervisor of the VRRP thread; should that fail, so does the process
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
            LeftInPlace left,
            Supervisor supervisor) {
        List<AutoCloseable> opened = new ArrayList<>();
        Breath breath = new Breath(System::nanoTime);
        try {
            Poller poller = opened(opened, Poller.open());
            LinkMonitor links = opened(opened, LinkMonitor.open());
            HeldAddresses addresses = opened(opened, new HeldAddresses(journal, breath));
            addresses.removeLeftovers(instances, statics, left);
            poller.add(links.fd());
            LinkSight sight = new LinkSight(addresses.kernel(), new LinkDelays(), System::nanoTime);
            AdvertReceivers receivers = opened(opened, new AdvertReceivers(poller, System::nanoTime));
            RouterFacilities facilities = new RouterFacilities(
                    addresses,
                    sight,
                    receivers,
                    poller,
                    System::nanoTime,
                    calendar,
                    events,
                    left,
                    breath,
                    new Timetable());
            RunningRouters routers = new RunningRouters(facilities, System.nanoTime() + startupDelay.toNanos());
            VrrpRunner runner = new VrrpRunner(
                    poller,
                    links,
                    addresses,
                    routers,
                    breath,
                    instances.stream().findFirst(),
                    realTimePriority.orElse(REAL_TIME_PRIORITY),
                    supervisor);
            runner.loop.start();
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
     * Makes these the instances that run. Those that are unchanged are not touched; one that stays in its group, or is
     * active, keeps its state and the VIPs that stay. One that is gone hands over, which goes on after this method has
     * returned.
     *
     * @param instances what is to run
     * @param syncGroups which of them are active together or not at all
     * @param statics what the host has whoever is active
     */
    public void configure(List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups, StaticBlock statics) {
        loop.call(() -> {
            links.watchRouting(routes(instances, statics));
            routers.reload(new Reload(instances, syncGroups), statics);
        });
    }

    /** Forgets what was tracked by instances that the last {@link #configure} did away with. */
    public void forgetTracked() {
        loop.call(routers::forgetTracked);
    }

    /**
     * Says which instances with fast detection take part and whom they follow, at each change, on the VRRP thread.
     *
     * @param listener must not block
     */
    public void tellMembers(Consumer<List<GroupMember>> listener) {
        loop.call(() -> routers.tellMembers(listener));
    }

    /** Takes note that a router which {@link #tellMembers} told of is silent. Does not wait. */
    public void lost(PeerLost lost) {
        loop.post(() -> routers.lost(lost));
    }

    /** Keeps this pace when VIPs are announced; for all instances. */
    public void pace(AnnouncementPaces paces) {
        loop.call(() -> addresses.pace(paces));
    }

    /** Logs which routers of groups without an instance here are heard, or does not ({@code log_unknown_vrids}). */
    public void tellOthers(boolean wanted) {
        loop.call(() -> routers.tellOthers(wanted));
    }

    /** Lets changes of interfaces count only once they have lasted for so long; by the names of interfaces. */
    public void delay(Map<String, InterfaceDelay> delays) {
        loop.call(() -> routers.delay(delays));
    }

    /**
     * Takes what all that an instance tracks comes to. It may be told before the instance is configured; what is told
     * of one counts until {@link #forgetTracked}. Does not wait.
     *
     * @param instance the name
     */
    public void track(String instance, TrackedPriority priority) {
        loop.post(() -> routers.track(instance, priority));
    }

    /**
     * Lets another router be active in place of this one, without a break: an active instance says that it stops and
     * serves on until another router has taken over; when none does, it stays active. Afterwards it is a backup that
     * pushes nobody aside, whatever the priorities, until {@link #takeBack}, until the active router is gone, or until
     * aloftd starts again. An instance that is not active only stands back.
     *
     * @param name of an instance or of a sync group
     * @return what became of it, for each instance; completed on the VRRP thread, so do nothing slow there
     * @throws IllegalArgumentException there is no such instance or sync group
     */
    public CompletableFuture<List<HandoverResult>> handover(String name) {
        CompletableFuture<List<HandoverResult>> results = new CompletableFuture<>();
        loop.call(() -> routers.handOver(name, results));
        return results;
    }

    /**
     * Ends what {@link #handover} began: the instances push lower routers aside again, at once.
     *
     * @param name of an instance or of a sync group
     * @throws IllegalArgumentException there is no such instance or sync group
     */
    public void takeBack(String name) {
        loop.call(() -> routers.takeBack(name));
    }

    /**
     * Whether {@link #endInPlace} can be done now.
     *
     * @param start how long the next process takes until it sends adverts
     * @throws IllegalStateException it cannot, and why
     */
    public void checkInPlace(Duration start) {
        loop.call(() -> {
            LeftInPlace unused = routers.endInPlace().left(Set.of(), start, System.nanoTime());
        });
    }

    /**
     * Leaves everything where it is to a process that starts within a second or two: that holds the same VIPs at once,
     * and no other router of a group has missed an advert.
     *
     * @param note where to write what is left
     * @param down real servers that are down, for the note
     * @param start how long the next process takes until it sends adverts
     * @param end ends this process; called on the VRRP thread, so that nothing changes any more
     * @throws IllegalStateException it cannot be done, and why
     * @throws UncheckedIOException the note for the next process cannot be written
     */
    public void endInPlace(Path note, Set<String> down, Duration start, Runnable end) {
        loop.call(() -> {
            EndInPlace inPlace = routers.endInPlace();
            try {
                inPlace.left(down, start, System.nanoTime()).leave(note);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + note, failure);
            }
            inPlace.advertise();
            end.run();
        });
    }

    /** Hands over all instances and waits until they have left: a few seconds at the most. */
    public void leave() {
        CompletableFuture<List<HandoverResult>> left = new CompletableFuture<>();
        loop.call(() -> routers.leave(left));
        left.join();
    }

    /** The state of every instance, in the order of the file. Costs little: what asks once a second asks this. */
    public List<Standing> standings() {
        return routers.standings();
    }

    /** Why every instance is in its state, in the order of the file. */
    public List<RouterExplanation> explain() {
        return routers.explain();
    }

    /** Which thread is the VRRP thread. */
    long threadId() {
        return loop.thread().orElseThrow().getId();
    }

    /** Leaves every group at once, removes the VIPs, and ends the thread; call {@link #leave} before to hand over. */
    @Override
    public void close() {
        loop.close();
        List.of(addresses, links, poller).forEach(VrrpRunner::closeQuietly);
    }

    /** What the VRRP thread does. */
    private final class Turns implements Rounds {
        private final long warm = System.nanoTime() + WARM_UP;
        private boolean realTime;

        @Override
        public void begin() {
            expected.ifPresent(routers::prepare);
            expected = Optional.empty(); // or it would stay in memory, whatever is configured later
        }

        @Override
        public long deadline() {
            long deadline = Math.min(routers.earliestDeadline(), addresses.announcementDeadline());
            breath.rest(deadline);
            return deadline;
        }

        @Override
        public void turn(long woken) {
            breath.note(woken);
            if (poller.isReady(links.fd())) {
                List<LinkEvent> events = new ArrayList<>();
                links.drain(events::add);
                routers.hear(new LinkNews(events));
            }
            if (poller.isAnyReady()) {
                routers.receive();
            }
            long now = System.nanoTime();
            routers.expireDelays(now);
            routers.expireTimers(now);
            addresses.announceDue(now);
            routers.settle();
            addresses.catchUp(now);
            loop.patience(routers.patience());
            if (!realTime && woken - warm >= 0) {
                routers.rehearse();
                runInRealTime();
                realTime = true;
            }
        }

        @Override
        public void ending() {
            routers.stop();
        }

        @Override
        public void failed() {
            routers.stop();
        }

        @Override
        public void end() {
            routers.end();
        }
    }

    /** Before all that is not real-time; without the right to that, adverts are as timely as the host's load allows. */
    private void runInRealTime() {
        try {
            RealTime.schedule(realTimePriority);
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    /** Long work is no reason to be silent, nor to be taken for one that hangs. */
    private void meanwhile(long now) {
        routers.keepBeats(now);
        loop.beat();
    }

    private static boolean routes(List<VrrpInstanceBlock> instances, StaticBlock statics) {
        return !statics.routes().isEmpty()
                || !statics.rules().isEmpty()
                || instances.stream()
                        .map(VrrpInstanceBlock::holding)
                        .anyMatch(holding ->
                                !holding.routes().isEmpty() || !holding.rules().isEmpty());
    }
}
