package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.agent.event.AgentEvent.Heard;
import org.aloft.agent.kernel.AddressClaim;
import org.aloft.agent.vrrp.State.Active;
import org.aloft.agent.vrrp.State.Backup;
import org.aloft.agent.vrrp.State.Clash;
import org.aloft.agent.vrrp.State.Clash.Step;
import org.aloft.agent.vrrp.State.Fault;
import org.aloft.agent.vrrp.State.Followed;
import org.aloft.agent.vrrp.State.HandingOver;
import org.aloft.agent.vrrp.State.Initialize;

/**
 * The virtual router of RFC 3768 §6.4 and RFC 9568 §6.4 as a function: settings, state, event and the time go in, the next state and what
 * to do come out. No clock, no socket, nothing kept; safe for any thread.
 *
 * <p>Beyond the RFCs:
 *
 * <ul>
 *   <li><b>A router that slept listens first.</b> An active router whose advert is overdue by two intervals (three since its
 *       last: others may have taken over) drops its VIPs and listens for one interval and its skew before it may become active
 *       again. A backup whose timer is overdue by as much does not trust it and listens as long.
 *   <li><b>A router that hands over goes on serving.</b> It says that it stops (priority 0) and holds the VIPs until it hears the
 *       advert of whoever took over, or has waited long enough. When nobody took over it stays active, unless it has to stop.
 *   <li>An active router that hears a lower one answers at once and announces its VIPs again, so that a healed network settles
 *       within one round (as keepalived does).
 *   <li><b>Two holders are told, and settled.</b> An active router that hears another active one, or a host that claims its VIPs by
 *       ARP without an advert following, says so; once the other is gone it announces its VIPs again and says that, too.
 *   <li>A member of a sync group whose timer has expired is ready and waits for {@link Event.GroupTakesOver}; see {@link SyncGroup}.
 * </ul>
 */
public final class VrrpStateMachine {
    private static final Action ADD_VIPS = new Action.AddVips();
    private static final Action REMOVE_VIPS = new Action.RemoveVips();
    private static final Action ASK = new Action.AskForHolders();
    private static final Action GOODBYE = new Action.SendAdvert(Advert.STOPPING);

    /** For each priority the list of that one advert: an active router needs it at every beat. */
    private static final List<List<Action>> ADVERTS = IntStream.rangeClosed(0, Advert.OWNER)
            .mapToObj(priority -> List.<Action>of(new Action.SendAdvert(priority)))
            .toList();

    /** How long a host that claimed VIPs by ARP may be silent until it is asked, and how long it has to answer. */
    private static final long QUIET = 4_000_000_000L;

    private static final long ANSWER = 1_000_000_000L;

    /** In place of a beat: the event does more than move that. */
    public static final long MORE = Long.MIN_VALUE;

    private VrrpStateMachine() {}

    /**
     * Decides.
     *
     * @param settings of this router; they may differ from call to call
     * @param state where it stands
     * @param event what happened
     * @param now the monotonic clock's reading, in nanoseconds; never less than at the call before
     */
    public static Transition next(RouterSettings settings, State state, Event event, long now) {
        if (event instanceof Event.Shutdown) {
            return stopped(state);
        }
        long beat = steady(settings, state, state.beat(), event, now);
        if (beat != MORE) {
            return new Transition(state.withBeat(beat), steadyActions(settings, state));
        }
        if (slept(settings, state, state.beat(), now)) {
            Transition listening = listenAfterSleep(settings, state, now);
            return next(settings, listening.state(), event, now).after(listening.actions());
        }
        if (state instanceof Backup backup) {
            return inBackup(settings, backup, event, now);
        }
        if (state instanceof Active active) {
            return whileActive(settings, active, event, now);
        }
        if (state instanceof HandingOver handingOver) {
            return whileHandingOver(settings, handingOver, event, now);
        }
        return waiting(settings, state, event, now);
    }

    // ---- the steady state

    /**
     * The part of {@link #next} that every advert needs, made so that it allocates nothing: an active router's timer when only its
     * advert is due, and a backup's hearing the advert that it heard before. The state stays the same but for its beat; what is to be
     * done are {@link #steadyActions}.
     *
     * @param state where it stands, whatever its own beat
     * @param beat the beat that counts
     * @return the next beat; {@link #MORE} when the event is to go to {@link #next}
     */
    public static long steady(RouterSettings settings, State state, long beat, Event event, long now) {
        if (slept(settings, state, beat, now)) {
            return MORE;
        }
        if (state instanceof Active active && event instanceof Event.TimerExpired) {
            boolean onlyAdvert = active.clash().isEmpty() && !State.isDue(active.arpAt(), now);
            return onlyAdvert && State.isDue(beat, now) ? nextBeat(beat, settings.intervalNanos(), now) : MORE;
        }
        if (state instanceof Backup backup && event instanceof Event.AdvertReceived received) {
            return beat != State.NEVER && followsOn(settings, backup, received.advert())
                    ? activeDownAt(settings, backup, backup.active().intervalNanos(), now)
                    : MORE;
        }
        return MORE;
    }

    /** What is to be done each time that {@link #steady} has moved the beat of this state. */
    public static List<Action> steadyActions(RouterSettings settings, State state) {
        return state instanceof Active ? ADVERTS.get(settings.priority()) : List.of();
    }

    private static boolean followsOn(RouterSettings settings, Backup backup, Advert advert) {
        return advert.priority() != Advert.STOPPING
                && backup.preemptAt() == State.NEVER
                && isAccepted(settings, backup, advert)
                && isAsBefore(settings, backup.active(), advert);
    }

    private static Transition stopped(State state) {
        State end = new Initialize("stopped");
        if (state instanceof Active) {
            return Transition.to(end, GOODBYE, REMOVE_VIPS);
        }
        return state instanceof HandingOver ? Transition.to(end, REMOVE_VIPS) : Transition.to(end);
    }

    // ---- Initialize and Fault

    private static Transition waiting(RouterSettings settings, State state, Event event, long now) {
        boolean standsBack = state instanceof Fault fault && fault.standsBack();
        if (event instanceof Event.Startup startup) {
            return started(settings, false, Math.max(now, startup.notBefore()), now);
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

    private static Transition started(RouterSettings settings, boolean standsBack, long listenFrom, long now) {
        boolean owns = settings.isOwner() && !standsBack;
        if (owns && listenFrom == now && !settings.grouped()) {
            return takeOver(settings, "owns the addresses (priority 255)", now);
        }
        long interval = settings.intervalNanos();
        long wait = owns ? 0 : settings.activeDownNanos(interval);
        long delay = settings.preemptDelayNanos();
        return Transition.to(new Backup(
                "listening for an active router since start",
                listenFrom + wait,
                Followed.nobody(interval),
                listenFrom,
                delay > 0 ? listenFrom + delay : State.NEVER,
                standsBack));
    }

    // ---- Backup

    private static Transition inBackup(RouterSettings settings, Backup backup, Event event, long now) {
        if (event instanceof Event.AdvertReceived received) {
            return Transition.to(heard(settings, backup, received.advert(), now));
        }
        if (event instanceof Event.TimerExpired) {
            return State.isDue(backup.activeDownAt(), now)
                    ? activeRouterIsGone(settings, backup, now)
                    : Transition.to(backup);
        }
        if (event instanceof Event.GroupTakesOver) {
            return takeOver(settings, whyTakeOver(settings, backup), now);
        }
        if (event instanceof Event.Hindered hindered) {
            return Transition.to(new Fault(hindered.reason(), backup.standsBack()));
        }
        if (event instanceof Event.HandOver) {
            return Transition.to(standBack(settings, backup, now));
        }
        if (event instanceof Event.TakeBack) {
            return Transition.to(takeBack(settings, backup, now));
        }
        return event instanceof Event.Leave ? stopped(backup) : Transition.to(backup);
    }

    private static Transition activeRouterIsGone(RouterSettings settings, Backup backup, long now) {
        return settings.grouped()
                ? Transition.to(backup.withBeat(State.NEVER))
                : takeOver(settings, whyTakeOver(settings, backup), now);
    }

    /** The timer may have run on beside a lower router that was to be pushed aside; from now on that counts as active. */
    private static Backup standBack(RouterSettings settings, Backup backup, long now) {
        long downAt = now + settings.activeDownNanos(backup.active().intervalNanos());
        return backup.withStandsBack(true).withBeat(Math.max(downAt, backup.notBefore()));
    }

    /** Told to be active again where it is the better one: no timer to wait for. */
    private static Backup takeBack(RouterSettings settings, Backup backup, long now) {
        int active = backup.active().priority();
        boolean better = active > Advert.STOPPING && active < settings.priority();
        Backup eager = backup.withStandsBack(false);
        return backup.standsBack() && better && settings.preempt()
                ? eager.withBeat(Math.max(now, backup.notBefore()))
                : eager;
    }

    private static State heard(RouterSettings settings, Backup backup, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            return activeRouterStops(settings, backup, advert, now);
        }
        if (isAccepted(settings, backup, advert)) {
            return follow(settings, backup, advert, State.NEVER, now);
        }
        if (settings.preemptDelayNanos() == 0) {
            return backup;
        }
        long preemptAt = backup.preemptAt() == State.NEVER ? now + settings.preemptDelayNanos() : backup.preemptAt();
        return State.isDue(preemptAt, now) ? backup : follow(settings, backup, advert, preemptAt, now);
    }

    private static State activeRouterStops(RouterSettings settings, Backup backup, Advert advert, long now) {
        long interval = backup.active().intervalNanos();
        long soon = now + settings.skewNanos(interval);
        return new Backup(
                backup.reason(),
                Math.max(soon, backup.notBefore()),
                new Followed(Optional.of(advert.source()), Advert.STOPPING, interval),
                backup.notBefore(),
                State.NEVER,
                backup.standsBack());
    }

    private static Backup follow(RouterSettings settings, Backup backup, Advert advert, long preemptAt, long now) {
        long interval = learnedInterval(settings, advert);
        boolean same = isAsBefore(settings, backup.active(), advert);
        return new Backup(
                same ? backup.reason() : describe(advert) + " is active",
                activeDownAt(settings, backup, interval, now),
                same ? backup.active() : new Followed(Optional.of(advert.source()), advert.priority(), interval),
                backup.notBefore(),
                preemptAt,
                backup.standsBack());
    }

    /** Whether the sender of this advert may be the active router. */
    private static boolean isAccepted(RouterSettings settings, Backup backup, Advert advert) {
        boolean pushesAside = settings.preempt() && !backup.standsBack();
        return !pushesAside || advert.priority() >= settings.priority();
    }

    private static boolean isAsBefore(RouterSettings settings, Followed before, Advert advert) {
        return advert.priority() == before.priority()
                && learnedInterval(settings, advert) == before.intervalNanos()
                && before.address().isPresent()
                && before.address().get().equals(advert.source());
    }

    private static long activeDownAt(RouterSettings settings, Backup backup, long interval, long now) {
        return Math.max(now + settings.activeDownNanos(interval), backup.notBefore());
    }

    private static long learnedInterval(RouterSettings settings, Advert advert) {
        return settings.version() == 3 ? advert.intervalNanos() : settings.intervalNanos();
    }

    private static String whyTakeOver(RouterSettings settings, Backup backup) {
        Optional<String> active = backup.active().address().map(InetAddress::getHostAddress);
        if (backup.active().priority() == Advert.STOPPING) {
            return active.orElse("the active router") + " said that it is stopping (priority 0)";
        }
        if (settings.isOwner()) {
            return "owns the addresses (priority 255)";
        }
        String silence = seconds(settings.activeDownNanos(backup.active().intervalNanos()));
        return active.map(router -> "no advert of " + router + " for " + silence)
                .orElse("no router of the same or a higher priority was heard for " + silence);
    }

    // ---- Active

    private static Transition takeOver(RouterSettings settings, String reason, long now) {
        Announcing announcing = settings.announcing();
        Active active = new Active(reason, now, now + settings.intervalNanos(), State.NEVER, 0, Optional.empty());
        // A router that hands over lets go as soon as it hears the advert: by then the VIPs are here, and hosts know
        // that they are.
        List<Action> actions = new ArrayList<>(
                List.of(ADD_VIPS, new Action.SendGratuitousArp(1), new Action.SendAdvert(settings.priority())));
        if (announcing.repeat() > 1) {
            actions.add(new Action.SendGratuitousArp(announcing.repeat() - 1));
        }
        return new Transition(
                announceAgain(active, announcing.repeat(), announcing.delayNanos(), announcing, now), actions);
    }

    /** A second round after a delay; without that the regular refresh, if any. */
    private static Active announceAgain(Active active, int repeat, long delay, Announcing announcing, long now) {
        return delay > 0 ? active.withArp(now + delay, repeat) : refreshLater(active, announcing, now);
    }

    private static Active refreshLater(Active active, Announcing announcing, long now) {
        return announcing.refreshNanos() > 0
                ? active.withArp(now + announcing.refreshNanos(), announcing.refreshRepeat())
                : active.withArp(State.NEVER, 0);
    }

    private static Transition whileActive(RouterSettings settings, Active active, Event event, long now) {
        if (event instanceof Event.TimerExpired) {
            return tick(settings, active, now);
        }
        if (event instanceof Event.AdvertReceived received) {
            return contested(settings, active, received.advert(), now);
        }
        if (event instanceof Event.AddressClaimed claimed) {
            return Transition.to(claimed(settings, active, claimed.claim(), now));
        }
        if (event instanceof Event.Hindered hindered) {
            State fault = new Fault(hindered.reason(), false);
            return hindered.canSend() ? Transition.to(fault, GOODBYE, REMOVE_VIPS) : Transition.to(fault, REMOVE_VIPS);
        }
        if (event instanceof Event.VipsRestored) {
            int repeat = settings.announcing().repeat();
            return Transition.to(active, new Action.SendGratuitousArp(repeat));
        }
        if (event instanceof Event.Reconfigured) {
            return announceChange(settings, active, now);
        }
        if (event instanceof Event.HandOver || event instanceof Event.Leave) {
            return handOver(settings, event instanceof Event.Leave, now);
        }
        if (event instanceof Event.GroupStepsDown down) {
            return Transition.to(listening(settings, down.reason(), now), GOODBYE, REMOVE_VIPS);
        }
        return Transition.to(active);
    }

    /** The beat begins anew: peers may know a shorter interval by now than the one that runs. */
    private static Transition announceChange(RouterSettings settings, Active active, long now) {
        return Transition.to(
                active.withBeat(now + settings.intervalNanos()),
                new Action.SendAdvert(settings.priority()),
                new Action.SendGratuitousArp(settings.announcing().repeat()));
    }

    private static Backup listening(RouterSettings settings, String reason, long now) {
        long interval = settings.intervalNanos();
        long downAt = now + settings.activeDownNanos(interval);
        return new Backup(reason, downAt, Followed.nobody(interval), now, State.NEVER, false);
    }

    private static Transition tick(RouterSettings settings, Active active, long now) {
        Transition transition =
                State.isDue(active.advertAt(), now) ? beat(settings, active, now) : Transition.to(active);
        transition = announceWhenDue(settings, transition, now);
        return clashWhenDue(settings, transition, now);
    }

    private static Transition beat(RouterSettings settings, Active active, long now) {
        long advertAt = nextBeat(active.advertAt(), settings.intervalNanos(), now);
        return new Transition(active.withBeat(advertAt), ADVERTS.get(settings.priority()));
    }

    /** Keeps the beat of the adverts even when one went out late, unless the next would be late as well. */
    private static long nextBeat(long due, long interval, long now) {
        return State.isDue(due + interval, now) ? now + interval : due + interval;
    }

    private static Transition announceWhenDue(RouterSettings settings, Transition before, long now) {
        Active active = (Active) before.state();
        return State.isDue(active.arpAt(), now)
                ? Transition.to(
                                refreshLater(active, settings.announcing(), now),
                                new Action.SendGratuitousArp(active.arpRepeat()))
                        .after(before.actions())
                : before;
    }

    private static Transition clashWhenDue(RouterSettings settings, Transition before, long now) {
        Active active = (Active) before.state();
        Optional<Clash> due = active.clash().filter(clash -> State.isDue(clash.nextAt(), now));
        return due.map(clash -> goOn(settings, active, clash, now).after(before.actions()))
                .orElse(before);
    }

    /** Only hosts heard by ARP are asked: a router that is active speaks all the time. */
    private static Transition goOn(RouterSettings settings, Active active, Clash clash, long now) {
        return switch (clash.next()) {
            case REPORT ->
                Transition.to(
                        active.withClash(Optional.of(clash.then(Step.ASK, now + QUIET))),
                        new Action.SendGratuitousArp(1),
                        new Action.ReportClash(clash));
            case ASK -> Transition.to(active.withClash(Optional.of(clash.then(Step.SETTLE, now + ANSWER))), ASK);
            case SETTLE ->
                Transition.to(
                        active.withClash(Optional.empty()),
                        new Action.SendGratuitousArp(settings.announcing().repeat()),
                        new Action.ReportSettled(clash, Optional.empty()));
        };
    }

    /** Adverts say more than ARP: while they tell of a clash, claims add nothing. */
    private static Active claimed(RouterSettings settings, Active active, AddressClaim claim, long now) {
        if (active.clash().isPresent()) {
            Clash clash = active.clash().get();
            return clash.heard() == Heard.ADVERT ? active : active.withClash(Optional.of(heardAgain(clash, now)));
        }
        long grace = settings.claimGraceNanos();
        if (now - active.since() < grace) {
            return active;
        }
        String other = claim.mac() + " (claims " + claim.address().getHostAddress() + ")";
        return active.withClash(Optional.of(new Clash(other, 0, Heard.ARP, now, 1, Step.REPORT, now + grace)));
    }

    private static Clash heardAgain(Clash clash, long now) {
        return clash.isReported() ? clash.onceMore().then(Step.ASK, now + QUIET) : clash.onceMore();
    }

    private static Transition contested(RouterSettings settings, Active active, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            return new Transition(active.withBeat(now + settings.intervalNanos()), ADVERTS.get(settings.priority()));
        }
        return wins(advert, settings) ? stepDown(settings, active, advert, now) : defend(settings, active, advert, now);
    }

    /** RFC 3768 §6.4.3: the higher priority, and at equal ones the higher address, stays. */
    private static boolean wins(Advert advert, RouterSettings settings) {
        if (advert.priority() != settings.priority()) {
            return advert.priority() > settings.priority();
        }
        byte[] theirs = advert.source().getAddress();
        return Arrays.compareUnsigned(theirs, settings.address().getAddress()) > 0;
    }

    private static Transition defend(RouterSettings settings, Active active, Advert advert, long now) {
        Announcing announcing = settings.announcing();
        Transition transition = Transition.to(active, new Action.ReportLowerPriority(advert));
        if (settings.answersLower()) {
            transition = Transition.to(
                            active.withBeat(now + settings.intervalNanos()), new Action.SendAdvert(settings.priority()))
                    .after(transition.actions());
        }
        if (announcing.lowerRepeat() > 0) {
            Active announced = (Active) transition.state();
            long again = announcing.lowerDelayNanos();
            transition = Transition.to(
                            again > 0 ? announced.withArp(now + again, announcing.lowerRepeat()) : announced,
                            new Action.SendGratuitousArp(announcing.lowerRepeat()))
                    .after(transition.actions());
        }
        return noteClash(settings, transition, advert, now);
    }

    /** What a router said just before it heard of this one's takeover is no clash: the packets crossed. */
    private static Transition noteClash(RouterSettings settings, Transition before, Advert advert, long now) {
        Active active = (Active) before.state();
        if (active.clash().isEmpty() && now - active.since() < settings.intervalNanos()) {
            return before;
        }
        Optional<Clash> known = active.clash().filter(Clash::isReported);
        long overAt = now + 2 * Math.max(settings.intervalNanos(), advert.intervalNanos());
        Clash clash = new Clash(
                advert.source().getHostAddress(),
                advert.priority(),
                Heard.ADVERT,
                known.map(Clash::since).orElse(now),
                known.map(Clash::count).orElse(0L) + 1,
                Step.SETTLE,
                overAt);
        Active next = active.withClash(Optional.of(clash));
        return known.isEmpty()
                ? Transition.to(next, new Action.ReportClash(clash)).after(before.actions())
                : new Transition(next, before.actions());
    }

    private static Transition stepDown(RouterSettings settings, Active active, Advert advert, long now) {
        Transition transition =
                Transition.to(behind(settings, describe(advert) + " took over", advert, false, now), REMOVE_VIPS);
        if (settings.answersHigher()) {
            transition = transition.after(ADVERTS.get(settings.priority()));
        }
        Optional<Clash> over = active.clash().filter(Clash::isReported);
        return over.isPresent()
                ? Transition.to(transition.state(), new Action.ReportSettled(over.get(), Optional.of(advert.source())))
                        .after(transition.actions())
                : transition;
    }

    private static Backup behind(RouterSettings settings, String reason, Advert advert, boolean standsBack, long now) {
        long interval = learnedInterval(settings, advert);
        Followed active = new Followed(Optional.of(advert.source()), advert.priority(), interval);
        return new Backup(reason, now + settings.activeDownNanos(interval), active, now, State.NEVER, standsBack);
    }

    // ---- HandingOver

    private static Transition handOver(RouterSettings settings, boolean thenStop, long now) {
        String reason = "said that it stops (priority 0); holds the VIPs until another router has taken over";
        return Transition.to(new HandingOver(reason, now + settings.handoverNanos(), thenStop), GOODBYE);
    }

    private static Transition whileHandingOver(RouterSettings settings, HandingOver state, Event event, long now) {
        if (event instanceof Event.AdvertReceived received && received.advert().priority() != Advert.STOPPING) {
            Advert advert = received.advert();
            String reason = "handed over to " + describe(advert);
            State end = state.thenStop() ? new Initialize(reason) : behind(settings, reason, advert, true, now);
            return Transition.to(end, REMOVE_VIPS);
        }
        if (event instanceof Event.TimerExpired && State.isDue(state.until(), now)) {
            return nobodyTookOver(settings, state, now);
        }
        if (event instanceof Event.Hindered hindered) {
            boolean stops = state.thenStop();
            return Transition.to(
                    stops ? new Initialize(hindered.reason()) : new Fault(hindered.reason(), true), REMOVE_VIPS);
        }
        if (event instanceof Event.Leave) {
            return Transition.to(new HandingOver(state.reason(), state.until(), true));
        }
        if (event instanceof Event.TakeBack && !state.thenStop()) {
            return resume(settings, "took the handover back", now);
        }
        return Transition.to(state);
    }

    private static Transition nobodyTookOver(RouterSettings settings, HandingOver state, long now) {
        return state.thenStop()
                ? Transition.to(new Initialize("stopped; no other router took over"), REMOVE_VIPS)
                : resume(settings, "no other router took over", now);
    }

    private static Transition resume(RouterSettings settings, String reason, long now) {
        Active active = new Active(reason, now, now + settings.intervalNanos(), State.NEVER, 0, Optional.empty());
        return new Transition(refreshLater(active, settings.announcing(), now), ADVERTS.get(settings.priority()));
    }

    // ---- after a sleep

    /** Two intervals late is three since the last advert: by then another router may hold the VIPs. */
    private static boolean slept(RouterSettings settings, State state, long beat, long now) {
        if (state instanceof Active) {
            return now - beat > 2 * settings.intervalNanos();
        }
        if (state instanceof HandingOver handingOver) {
            return !handingOver.thenStop() && now - handingOver.until() > 2 * settings.intervalNanos();
        }
        return state instanceof Backup backup
                && beat != State.NEVER
                && now - beat > 2 * backup.active().intervalNanos();
    }

    private static Transition listenAfterSleep(RouterSettings settings, State state, long now) {
        long interval = state instanceof Backup backup ? backup.active().intervalNanos() : settings.intervalNanos();
        boolean standsBack = state instanceof Backup backup ? backup.standsBack() : state instanceof HandingOver;
        long listenUntil = now + interval + settings.skewNanos(interval);
        String late = seconds(now - state.deadline());
        String reason = "this process slept " + late + " past its deadline; listening before it may be active";
        State listening =
                new Backup(reason, listenUntil, Followed.nobody(interval), listenUntil, State.NEVER, standsBack);
        return new Transition(listening, state.holdsVips() ? List.of(REMOVE_VIPS) : List.of());
    }

    private static String describe(Advert advert) {
        return advert.source().getHostAddress() + " with priority " + advert.priority();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
