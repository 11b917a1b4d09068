package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.bfd.GroupMember;
import org.aloft.agent.bfd.PeerLost;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.HandoverResult;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.Standing;

/**
 * The instances in operation, and those that hand over before they end. One instance's trouble with the kernel does not
 * stop the others. For the VRRP thread alone, but for {@link #standings} and {@link #explain}, which any thread may call.
 */
final class RunningRouters {
    private static final Logger LOG = Log.of(RunningRouters.class);

    /** Less than any interval between adverts by far. */
    private static final long LONGEST_EXPIRY = Duration.ofMillis(20).toNanos();

    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final RouterFacilities facilities;
    private final HeldAddresses addresses;
    private final LinkDelays delays;
    private final Timetable timetable;
    private final long notBefore;
    private final SyncGroups groups;
    private final ClaimWatch claims;
    private final OtherRouterWatch others;
    private final Memberships memberships = new Memberships();
    private final List<VirtualRouter> routers = new CopyOnWriteArrayList<>();
    private long patience = PATIENCE;
    private final LeftBefore left;
    private final List<VirtualRouter> leaving = new ArrayList<>();
    private final Map<String, TrackedPriority> tracked = new HashMap<>();
    private final List<PendingHandover> handovers = new ArrayList<>();
    private StaticBlock lasting = StaticBlock.NONE;

    /** @param notBefore the earliest moment at which one may become active, in nanoseconds of the clock */
    RunningRouters(RouterFacilities facilities, long notBefore) {
        this.facilities = facilities;
        this.addresses = facilities.held();
        this.delays = facilities.links().delays();
        this.timetable = facilities.timetable();
        this.notBefore = notBefore;
        this.groups = new SyncGroups(facilities.events(), facilities.calendar());
        this.claims = new ClaimWatch(addresses.kernel(), facilities.poller());
        this.others = new OtherRouterWatch(facilities.poller());
        this.left = new LeftBefore(facilities.left());
    }

    /** The state of every instance, in the order of the file. */
    List<Standing> standings() {
        return routers.stream().map(VirtualRouter::standing).toList();
    }

    /** Why every instance is in its state, in the order of the file. */
    List<RouterExplanation> explain() {
        return routers.stream().map(VirtualRouter::explain).toList();
    }

    /**
     * Goes through the start of an instance without its effects: while this thread has nothing to do, the rest of
     * aloftd starts on others, and what is run here for the first time is what the first advert would have to wait for.
     */
    void prepare(VrrpInstanceBlock expected) {
        VirtualRouter nobody =
                new VirtualRouter(expected, Optional.empty(), TrackedPriority.NONE, notBefore, facilities);
        guarded(nobody, nobody.rehearsal()::start);
    }

    /** Goes through a takeover without its effects, once, unless one of them has gone through a real one. */
    void rehearse() {
        if (routers.stream().noneMatch(VirtualRouter::holdsVips)) {
            routers.stream().findFirst().ifPresent(router -> guarded(router, router.rehearsal()::takeover));
        }
    }

    // ---- at every turn of the loop: without iterators, which would be garbage

    /** When the next of them has something to do. */
    long earliestDeadline() {
        return Math.min(left.deadline(), Math.min(delays.deadline(), timetable.deadline()));
    }

    /**
     * How long the VRRP thread may stand still, in nanoseconds. The VIPs of an active router that is silent are taken
     * over after some of its intervals, by default three; it has to be gone before two hosts have held them for a
     * second.
     */
    long patience() {
        return patience;
    }

    /** Reads what waits at the sockets. */
    void receive() {
        facilities.receivers().receive();
        claims.hear();
        others.hear();
    }

    /** Looks again at interfaces whose change has lasted for long enough by now. */
    void expireDelays(long now) {
        if (Deadline.isDue(delays.deadline(), now)) {
            others.lookAgain();
            List<String> due = delays.takeDue(now);
            Stream.concat(routers.stream(), leaving.stream())
                    .filter(router -> due.contains(router.block().networkInterface()))
                    .forEach(router -> guarded(router, router::checkLink));
        }
    }

    /** Lets timers expire, the earliest first, but not for long: what came in meanwhile counts before the others. */
    void expireTimers(long now) {
        int most = timetable.size(); // one that would be due again and again is no reason to stay
        for (int done = 0; done < most && Deadline.isDue(timetable.deadline(), now); done++) {
            boolean expired = timetable.first().expired(now);
            if (expired && facilities.clock().getAsLong() - now > LONGEST_EXPIRY) {
                return;
            }
        }
    }

    /** In the middle of long work: adverts that are due go out. */
    void keepBeats(long now) {
        keepBeats(routers, now);
        keepBeats(leaving, now);
    }

    private static void keepBeats(List<VirtualRouter> some, long now) {
        for (int index = 0; index < some.size(); index++) {
            VirtualRouter router = some.get(index);
            try {
                router.keepBeat(now);
            } catch (KernelException failure) {
                LOG.log(Level.ERROR, "{0}: {1}", router.name(), failure.getMessage());
            }
        }
    }

    /** Does what follows from what became of them in this turn. */
    void settle() {
        if (timetable.takeChanged()) {
            groups.settle(routers);
            claims.follow(routers);
            memberships.follow(routers);
            patience = leastPatience();
        }
        others.follow(routers);
        if (!leaving.isEmpty()) {
            seeOff();
        }
        if (!handovers.isEmpty()) {
            handovers.removeIf(PendingHandover::isComplete);
        }
        if (left.isDue(facilities.clock().getAsLong())) {
            left.abandoned(routers).forEach(router -> guarded(router, () -> addresses.release(router.block())));
        }
    }

    private long leastPatience() {
        return Math.min(
                PATIENCE,
                routers.stream().mapToLong(VirtualRouter::patience).min().orElse(PATIENCE));
    }

    /** Forgets those that have left. */
    private void seeOff() {
        List<VirtualRouter> away =
                leaving.stream().filter(VirtualRouter::hasLeft).toList();
        away.forEach(router -> guarded(router, router::stop));
        if (leaving.removeAll(away)) {
            forgetInterfaces();
        }
    }

    // ---- what happens to them

    /** Looks again at what is on the host. */
    void hear(LinkNews news) {
        if (news.concernInterfaces()) {
            addresses.interfacesChanged();
            lookAgain();
        }
        addresses.restoreLasting(news.events());
        others.lookAgain();
        List<VirtualRouter> concerned = Stream.concat(routers.stream(), leaving.stream())
                .filter(news::concern)
                .toList();
        facilities
                .links()
                .together(() -> concerned.forEach(router -> {
                    guarded(router, router::checkLink);
                    facilities.breath().run();
                }));
        concerned.forEach(router -> guarded(router, router::addressesChanged));
    }

    /** Says which other virtual routers are heard, or no longer. */
    void tellOthers(boolean wanted) {
        others.enable(wanted);
    }

    /** Says which instances with fast detection take part, at each change. */
    void tellMembers(Consumer<List<GroupMember>> listener) {
        memberships.tell(listener);
    }

    /** Fast detection hears no more of a router: those that follow it have to know. */
    void lost(PeerLost lost) {
        Memberships.thatMayFollow(lost, routers).forEach(router -> {
            guarded(router, () -> router.lost(lost));
            facilities.breath().run();
        });
    }

    /** Lets changes of interfaces wait for so long. */
    void delay(Map<String, InterfaceDelay> next) {
        delays.configure(next);
    }

    /** Takes what all that an instance tracks comes to, whether it is there already or not. */
    void track(String instance, TrackedPriority priority) {
        tracked.put(instance, priority);
        routers.stream()
                .filter(router -> router.name().equals(instance))
                .forEach(router -> guarded(router, () -> router.change().track(priority)));
    }

    /** Lets other routers be active in place of an instance or of all those of a sync group. */
    void handOver(String name, CompletableFuture<List<HandoverResult>> results) {
        List<VirtualRouter> concerned = named(name);
        concerned.forEach(router -> guarded(router, router::handOver));
        handovers.add(new PendingHandover(concerned, results));
    }

    /** Ends what {@link #handOver} began. */
    void takeBack(String name) {
        named(name).forEach(router -> guarded(router, router::takeBack));
    }

    private List<VirtualRouter> named(String name) {
        List<VirtualRouter> found = routers.stream()
                .filter(router -> router.name().equals(name)
                        || router.membership().group().equals(Optional.of(name)))
                .toList();
        if (found.isEmpty()) {
            String known = routers.stream().map(VirtualRouter::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "there is no vrrp_instance and no vrrp_sync_group " + name + "; instances here: " + known);
        }
        return found;
    }

    /** Hands over all of them for good. */
    void leave(CompletableFuture<List<HandoverResult>> results) {
        List<VirtualRouter> all = List.copyOf(routers);
        all.forEach(router -> leave(router, Occasion.STOPPING));
        routers.clear();
        handovers.add(new PendingHandover(all, results));
    }

    private void leave(VirtualRouter router, Occasion because) {
        leaving.add(router);
        lookAgain();
        guarded(router, () -> router.leave(because));
    }

    /** Interfaces may be others, or routers. */
    private void lookAgain() {
        claims.lookAgain();
        timetable.changed();
    }

    /** What becomes of them if this process ends and leaves them in place. */
    EndInPlace endInPlace() {
        return EndInPlace.of(routers, held().size());
    }

    /** Ends all of them at once. */
    void stop() {
        routers.forEach(router -> guarded(router, router::stop));
        leaving.forEach(router -> guarded(router, router::stop));
        claims.close();
        others.close();
    }

    /** Completes all handovers that are waited for with what has become of them. */
    void end() {
        handovers.forEach(PendingHandover::complete);
    }

    // ---- a reload

    /**
     * Makes those of the configuration run. Who goes on keeps its state and the VIPs that stay; who is gone hands over.
     */
    void reload(Reload wanted, StaticBlock statics) {
        lasting = statics;
        others.lookAgain();
        // Interfaces first: instances on new ones need them now; old ones are needed until their instances have left.
        addresses.prepare(
                Stream.concat(blocks().stream(), wanted.instances().stream()).toList(), statics);
        List<VrrpInstanceBlock> heldBefore = held();
        List<VirtualRouter> changed = new ArrayList<>();
        List<VirtualRouter> gone = new ArrayList<>();
        Map<VirtualRouter, VrrpInstanceBlock> goOn = wanted.goOn(routers);
        for (VirtualRouter router : routers) {
            VrrpInstanceBlock next = goOn.get(router);
            if (next == null) {
                gone.add(router);
            } else if (wanted.changes(router, next)) {
                router.change().reconfigure(next, wanted.groupOf(next), trackedBy(next));
                changed.add(router);
            }
        }
        addresses.change(heldBefore, held());
        facilities.links().together(() -> changed.forEach(router -> guarded(router, router.change()::announce)));
        gone.forEach(router -> leave(router, Occasion.DELETED));
        replace(wanted, gone);
        groups.configure(wanted.syncGroups());
        forgetInterfaces();
    }

    /** There is no way back to instances of other names. */
    void forgetTracked() {
        tracked.keySet().retainAll(routers.stream().map(VirtualRouter::name).toList());
    }

    private void replace(Reload wanted, List<VirtualRouter> gone) {
        List<VirtualRouter> kept =
                routers.stream().filter(router -> !gone.contains(router)).toList();
        List<VirtualRouter> next = wanted.instances().stream()
                .map(block -> keptOrNew(block, wanted.groupOf(block), kept))
                .toList();
        routers.clear();
        routers.addAll(next);
        timetable.changed();
        next.stream().filter(router -> !kept.contains(router)).forEach(router -> guarded(router, router::checkLink));
    }

    private VirtualRouter keptOrNew(VrrpInstanceBlock block, Optional<String> group, List<VirtualRouter> kept) {
        return kept.stream()
                .filter(router -> router.block().equals(block))
                .findFirst()
                .orElseGet(() -> new VirtualRouter(block, group, trackedBy(block), notBefore, facilities));
    }

    private TrackedPriority trackedBy(VrrpInstanceBlock block) {
        return tracked.getOrDefault(block.name(), TrackedPriority.NONE);
    }

    private List<VrrpInstanceBlock> blocks() {
        return routers.stream().map(VirtualRouter::block).toList();
    }

    /** The blocks of all instances whose VIPs are on this host. */
    private List<VrrpInstanceBlock> held() {
        return Stream.concat(routers.stream(), leaving.stream())
                .filter(VirtualRouter::holdsVips)
                .map(VirtualRouter::block)
                .toList();
    }

    /** Removes interfaces that no instance uses any more. */
    private void forgetInterfaces() {
        if (leaving.isEmpty()) {
            addresses.prepare(blocks(), lasting);
        }
    }

    static void guarded(VirtualRouter router, Runnable work) {
        try {
            work.run();
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, "{0}: {1}", router.name(), failure.getMessage());
        }
    }
}
