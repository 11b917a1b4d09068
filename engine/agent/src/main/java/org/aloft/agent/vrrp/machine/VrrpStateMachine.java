package org.aloft.agent.vrrp.machine;

import java.util.List;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.State.Active;
import org.aloft.agent.vrrp.machine.State.Backup;
import org.aloft.agent.vrrp.machine.State.Fault;
import org.aloft.agent.vrrp.machine.State.Followed;
import org.aloft.agent.vrrp.machine.State.HandingOver;
import org.aloft.agent.vrrp.machine.State.Initialize;

/**
 * The virtual router of RFC 3768 §6.4 and RFC 9568 §6.4 as a function: settings, state, event and the time go in, the
 * next state and what to do come out. No clock, no socket, no state of its own; safe for any thread.
 *
 * <p>Beyond the RFCs:
 *
 * <ul>
 *   <li><b>A router that slept listens first.</b> An active router whose advert is overdue by two intervals (three
 *       since its last: others may have taken over) drops its VIPs and listens for one interval and its skew before it
 *       may become active again. A backup whose timer is overdue by as much does not trust it and listens as long.
 *       Neither does so when it is late because it was at work, such as with a takeover of its own.
 *   <li><b>A router that hands over goes on serving.</b> It says that it stops (priority 0) and holds the VIPs until it
 *       hears the advert of whoever took over, or has waited long enough. When nobody took over it stays active, unless
 *       it has to stop.
 *   <li>An active router that hears a lower one answers at once and announces its VIPs again, so that a healed network
 *       settles within one round (as keepalived does). {@link LowerRouters} bounds that.
 *   <li><b>Of two owners one yields.</b> An active router of priority 255 that hears another one takes its own for 254
 *       from then on, and makes way (as keepalived does).
 *   <li><b>Two holders are told, and settled.</b> An active router that hears another active one, or a host that claims
 *       its VIPs by ARP without an advert following, says so; once the other is gone it announces its VIPs again and
 *       says that, too.
 *   <li>A member of a sync group whose timer has expired is ready and waits for {@link Event.GroupTakesOver}; see
 *       {@link SyncGroup}.
 *    <li>A router whose process before ended in place ({@link Event.Startup}) is active at once.
 * </ul>
 */
public final class VrrpStateMachine {
    /** In place of a beat: the event does more than move that. */
    public static final long MORE = Long.MIN_VALUE;

    private VrrpStateMachine() {}

    /**
     * Decides.
     *
     * @param settings of this router; they may differ from call to call
     * @param state where it stands
     * @param event what happened
     * @param now the monotonic clock's reading, in nanoseconds; never less than at the call before, but see {@link
     *     #countsFrom}
     */
    public static Transition next(RouterSettings settings, State state, Event event, long now) {
        if (event instanceof Event.Shutdown) {
            return stopped(state);
        }
        long beat = steady(settings, state, state.beat(), event, now);
        if (beat != MORE) {
            return new Transition(state.withBeat(beat), steadyActions(settings, state));
        }
        if (slept(settings, state, state.beat(), event, now)) {
            Transition listening = listenAfterSleep(settings, state, now);
            return next(settings, listening.state(), event, now).after(listening.actions());
        }
        if (state instanceof Backup backup) {
            return WhileBackup.next(settings, backup, event, now);
        }
        if (state instanceof Active active) {
            return WhileActive.next(settings, active, event, now);
        }
        if (state instanceof HandingOver handingOver) {
            return whileHandingOver(settings, handingOver, event, now);
        }
        return waiting(settings, state, event, now);
    }

    /**
     * The part of {@link #next} that every advert needs, which allocates nothing: an active router's timer when only
     * its advert is due, and a backup's hearing the advert that it heard before. The state stays the same but for its
     * beat; what is to be done are {@link #steadyActions}.
     *
     * @param state where it stands, whatever its own beat
     * @param beat the beat that counts
     * @return the next beat; {@link #MORE} when the event is to go to {@link #next}
     */
    public static long steady(RouterSettings settings, State state, long beat, Event event, long now) {
        if (slept(settings, state, beat, event, now)) {
            return MORE;
        }
        if (state instanceof Active active && event instanceof Event.TimerExpired) {
            boolean onlyAdvert = active.clash().isEmpty() && !Deadline.isDue(active.arpAt(), now);
            return onlyAdvert && Deadline.isDue(beat, now)
                    ? WhileActive.nextBeat(beat, settings.intervalNanos(), now)
                    : MORE;
        }
        if (state instanceof Backup backup && event instanceof Event.AdvertReceived received) {
            return beat != Deadline.NEVER && WhileBackup.followsOn(settings, backup, received.advert())
                    ? WhileBackup.activeDownAt(settings, backup, backup.active().intervalNanos(), now)
                    : MORE;
        }
        return MORE;
    }

    /**
     * From when on an advert counts: for a backup from its arrival, so that its timer ends no later than the wire says,
     * however late this process was to read it. Any other state has to notice first that the process slept, and so
     * takes it as of now.
     *
     * @param arrivedAt when the kernel got the advert, by the clock of {@code now}
     */
    public static long countsFrom(State state, long arrivedAt, long now) {
        return state instanceof Backup ? arrivedAt : now;
    }

    /**
     * The next beat of an active router of which one is due, while another router's work keeps {@link #next} from being
     * asked: only the advert goes out.
     */
    public static long nextBeat(RouterSettings settings, long due, long now) {
        return WhileActive.nextBeat(due, settings.intervalNanos(), now);
    }

    /** What is to be done each time that {@link #steady} has moved the beat of this state. */
    public static List<Action> steadyActions(RouterSettings settings, State state) {
        return state instanceof Active ? WhileActive.advert(settings) : List.of();
    }

    static Transition stopped(State state) {
        State end = new Initialize("stopped");
        if (state instanceof Active) {
            return Transition.to(end, Action.GOODBYE, Action.REMOVE_VIPS);
        }
        return state instanceof HandingOver ? Transition.to(end, Action.REMOVE_VIPS) : Transition.to(end);
    }

    private static Transition waiting(RouterSettings settings, State state, Event event, long now) {
        boolean standsBack = state instanceof Fault fault && fault.standsBack();
        if (event instanceof Event.Startup startup) {
            return startup.carriesOn()
                    ? carriedOn(settings, now)
                    : started(settings, false, Math.max(now, startup.notBefore()), now);
        }
        if (event instanceof Event.Hindered hindered) {
            return Transition.to(new Fault(hindered.reason(), standsBack));
        }
        if (event instanceof Event.Leave) {
            return stopped(state);
        }
        if (state instanceof Fault fault) {
            return inFault(settings, fault, event, now);
        }
        return Transition.to(state);
    }

    private static Transition inFault(RouterSettings settings, Fault fault, Event event, long now) {
        if (event instanceof Event.Unhindered) {
            return started(settings, fault.standsBack(), now, now);
        }
        if (event instanceof Event.HandOver) {
            return Transition.to(new Fault(fault.reason(), true));
        }
        return Transition.to(event instanceof Event.TakeBack ? new Fault(fault.reason(), false) : fault);
    }

    /** The others have not missed an advert yet. A member of a sync group is ready, and waits for the others. */
    private static Transition carriedOn(RouterSettings settings, long now) {
        String reason = "carries on where the process before it ended";
        return settings.grouped()
                ? Transition.to(new Backup(
                        reason, Deadline.NEVER, Followed.nobody(settings.intervalNanos()), now, Deadline.NEVER, false))
                : WhileActive.takeOver(settings, reason, false, now);
    }

    private static Transition started(RouterSettings settings, boolean standsBack, long listenFrom, long now) {
        boolean owns = settings.isOwner() && !standsBack;
        if (owns && listenFrom == now && !settings.grouped()) {
            return WhileActive.takeOver(settings, "owns the addresses (priority 255)", false, now);
        }
        long interval = settings.intervalNanos();
        long wait = owns ? 0 : settings.activeDownNanos(interval);
        long delay = settings.preemption().delayNanos();
        return Transition.to(new Backup(
                "listening for an active router since start",
                listenFrom + wait,
                Followed.nobody(interval),
                listenFrom,
                delay > 0 ? listenFrom + delay : Deadline.NEVER,
                standsBack));
    }

    static Transition handOver(RouterSettings settings, boolean thenStop, long now) {
        String reason = "said that it stops (priority 0); holds the VIPs until another router has taken over";
        return Transition.to(new HandingOver(reason, now + settings.handoverNanos(), thenStop), Action.GOODBYE);
    }

    private static Transition whileHandingOver(RouterSettings settings, HandingOver state, Event event, long now) {
        if (event instanceof Event.AdvertReceived received && received.advert().priority() != Advert.STOPPING) {
            Advert advert = received.advert();
            String reason = "handed over to " + advert.describe();
            State end =
                    state.thenStop() ? new Initialize(reason) : WhileBackup.behind(settings, reason, advert, true, now);
            return Transition.to(end, Action.REMOVE_VIPS);
        }
        if (event instanceof Event.TimerExpired && Deadline.isDue(state.until(), now)) {
            return nobodyTookOver(settings, state, now);
        }
        if (event instanceof Event.Hindered hindered) {
            boolean stops = state.thenStop();
            return Transition.to(
                    stops ? new Initialize(hindered.reason()) : new Fault(hindered.reason(), true), Action.REMOVE_VIPS);
        }
        if (event instanceof Event.Leave) {
            return Transition.to(new HandingOver(state.reason(), state.until(), true));
        }
        if (event instanceof Event.TakeBack && !state.thenStop()) {
            return WhileActive.resume(settings, "took the handover back", now);
        }
        return Transition.to(state);
    }

    private static Transition nobodyTookOver(RouterSettings settings, HandingOver state, long now) {
        return state.thenStop()
                ? Transition.to(new Initialize("stopped; no other router took over"), Action.REMOVE_VIPS)
                : WhileActive.resume(settings, "no other router took over", now);
    }

    /**
     * Whether the router has to listen before it does anything else: two intervals late is three since the last advert,
     * by then another router may hold the VIPs. {@link #next} looks for itself; whoever sends an advert without asking
     * it looks here first.
     *
     * @param beat the beat that counts
     */
    public static boolean slept(RouterSettings settings, State state, long beat, Event event, long now) {
        if (event instanceof Event.TimerExpired expired && expired.awake()) {
            return false;
        }
        if (state instanceof Active) {
            return now - beat > 2 * settings.intervalNanos();
        }
        if (state instanceof HandingOver handingOver) {
            return !handingOver.thenStop() && now - handingOver.until() > 2 * settings.intervalNanos();
        }
        return state instanceof Backup backup
                && beat != Deadline.NEVER
                && now - beat > 2 * backup.active().intervalNanos();
    }

    private static Transition listenAfterSleep(RouterSettings settings, State state, long now) {
        long interval = state instanceof Backup backup ? backup.active().intervalNanos() : settings.intervalNanos();
        boolean standsBack = state instanceof Backup backup ? backup.standsBack() : state instanceof HandingOver;
        long listenUntil = now + interval + settings.skewNanos(interval);
        String late = seconds(now - state.deadline());
        String reason = "this process slept " + late + " past its deadline; listening before it may be active";
        State listening =
                new Backup(reason, listenUntil, Followed.nobody(interval), listenUntil, Deadline.NEVER, standsBack);
        return new Transition(listening, state.holdsVips() ? List.of(Action.REMOVE_VIPS) : List.of());
    }

    /** For people. */
    public static String seconds(long nanos) {
        long hundredths = (nanos + 5_000_000)
                / 10_000_000; // String.format would take longer than the rest of a takeover's decision
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + " s";
    }
}
