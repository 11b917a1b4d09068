package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.bfd.PeerLost;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.AdvertCounters;
import org.aloft.agent.vrrp.router.HeardRouters;
import org.aloft.agent.vrrp.router.Hindrances;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterReport;
import org.aloft.agent.vrrp.router.Setup;
import org.aloft.agent.vrrp.router.Standing;

/**
 * One instance in operation: puts its parts together, and takes what packets, timers, the kernel and people tell it.
 * Everything but {@link #standing()} and {@link #explain()} is for the VRRP thread alone.
 */
final class VirtualRouter {
    /** Two routers hold a VIP for less than a second, with what it takes to see the hang and to end. */
    private static final long OVERLAP = Duration.ofMillis(500).toNanos();

    private final RouterFacilities facilities;
    private final RouterNews news;
    private final RouterReport report;
    private final Transceiver transceiver;
    private final RouterMachine machine;
    private final RouterPlace place;
    private final RouterMembership membership;
    private final RouterChange change;
    private final RouterRehearsal rehearsal;

    /**
     * An instance that is not started yet.
     *
     * @param group the sync group that it is a member of
     * @param tracked what it tracks, as far as that is known
     * @param notBefore the earliest moment at which it may become active, in nanoseconds of the clock
     */
    VirtualRouter(
            VrrpInstanceBlock block,
            Optional<String> group,
            TrackedPriority tracked,
            long notBefore,
            RouterFacilities facilities) {
        AdvertCounters counters = new AdvertCounters();
        HeardRouters heard = new HeardRouters();
        Standing beginning = new Standing(
                Setup.of(block, group, tracked, Optional.empty()),
                Hindrances.NONE.withTracker(tracked.fault()),
                new State.Initialize("not started"),
                facilities.calendar().instant());
        this.facilities = facilities;
        this.news = new RouterNews(this::name, facilities.calendar(), facilities.events());
        this.report = new RouterReport(counters, heard);
        this.transceiver =
                new Transceiver(this::name, facilities.receivers(), facilities.clock(), counters, heard, this::hear);
        this.machine = new RouterMachine(facilities, notBefore, transceiver, counters, news, beginning);
        this.place = new RouterPlace(machine, transceiver, facilities.links());
        this.membership = new RouterMembership(machine);
        this.change = new RouterChange(machine, place, transceiver);
        this.rehearsal = new RouterRehearsal(machine, transceiver, facilities);
    }

    // ---- its parts, for those who have business with one

    /** Where it speaks. */
    RouterPlace place() {
        return place;
    }

    /** What its sync group sees of it and tells it. */
    RouterMembership membership() {
        return membership;
    }

    /** What a reload and what it tracks make of it. */
    RouterChange change() {
        return change;
    }

    /** What it does once before it is needed. */
    RouterRehearsal rehearsal() {
        return rehearsal;
    }

    // ---- what it is

    VrrpInstanceBlock block() {
        return machine.block();
    }

    String name() {
        return block().name();
    }

    State state() {
        return machine.state();
    }

    Standing standing() {
        return machine.standing();
    }

    boolean holdsVips() {
        return machine.holdsVips();
    }

    /** Whether to listen for other holders of its VIPs. */
    boolean isActive() {
        return machine.standing().settled() instanceof State.Active;
    }

    /** Whether {@link #isActive} or the VIPs changed since the last call. */
    boolean takeClaimsChanged() {
        return machine.takeClaimsChanged();
    }

    /** Whether this address is one of the VIPs. */
    boolean isVip(InterfaceAddress address) {
        return block().holding().addresses().stream()
                .anyMatch(vip -> vip.address().equals(address.address()));
    }

    /**
     * How long after its last turn this router must not be there any more, in nanoseconds; see {@link
     * RunningRouters#patience}.
     */
    long patience() {
        RouterSettings settings = machine.settings();
        return holdsVips() ? settings.downTimerAdverts() * settings.intervalNanos() + OVERLAP : Deadline.NEVER;
    }

    // ---- at each turn of the loop

    long deadline() {
        return machine.deadline();
    }

    /** In the middle of other work: sends the advert that is due, and does nothing else. */
    void keepBeat(long now) {
        machine.keepBeat(now);
    }

    /** Says that it is active, beside the adverts that are due. */
    void advertise() {
        machine.advertise();
    }

    // ---- what happens to it

    private void hear(Event advert, long arrivedAt) {
        machine.hear(advert, arrivedAt);
    }

    /** Looks at the interface again: after start, and whenever the kernel reports a change to links or addresses. */
    void checkLink() {
        place.check();
    }

    /** Takes what another host said of one of the VIPs. */
    void claimed(AddressClaim claim) {
        machine.handle(new Event.AddressClaimed(claim));
    }

    /** Somebody changed addresses on this host: VIPs that are missing are put back while it is active. */
    void addressesChanged() {
        if (holdsVips()) {
            List<String> restored = facilities.held().restore(block());
            restored.forEach(news::tellRestored);
            if (!restored.isEmpty()) {
                machine.handle(new Event.VipsRestored());
            }
        }
    }

    /** Fast detection hears no more of a router that this one may follow. */
    void lost(PeerLost lost) {
        boolean first = lost.firstIn().contains(block().virtualRouterId());
        machine.handle(new Event.RouterLost(lost.peer(), first, lost.silence()));
    }

    /** Lets another router be active, and stays behind it. */
    void handOver() {
        machine.handle(new Event.HandOver());
    }

    /** Ends what {@link #handOver} began. */
    void takeBack() {
        machine.handle(new Event.TakeBack());
    }

    /**
     * Leaves the group. An active instance serves on until another router has taken over: keep it going until {@link
     * #hasLeft}.
     *
     * @param because what the events that follow belong to
     */
    void leave(Occasion because) {
        news.because(because);
        machine.handle(new Event.Leave());
    }

    boolean hasLeft() {
        return state() instanceof State.Initialize;
    }

    /** Leaves the group at once, if it has not left, and frees the socket. */
    void stop() {
        if (!hasLeft()) {
            machine.handle(new Event.Shutdown());
        }
        transceiver.close();
    }

    // ---- status

    /** Why it is in its state. For any thread. */
    RouterExplanation explain() {
        return report.explain(machine.standing(), facilities.clock().getAsLong());
    }
}
