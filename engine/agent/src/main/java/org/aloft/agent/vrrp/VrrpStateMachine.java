package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aloft.agent.vrrp.State.Active;
import org.aloft.agent.vrrp.State.Backup;
import org.aloft.agent.vrrp.State.Fault;
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
 *   <li>An active router that hears a lower one answers at once and announces its VIPs again, so that a healed network settles
 *       within one round (as keepalived does).
 * </ul>
 */
public final class VrrpStateMachine {
    private static final Action ADD_VIPS = new Action.AddVips();
    private static final Action REMOVE_VIPS = new Action.RemoveVips();

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
        if (slept(settings, state, now)) {
            Transition listening = listenAfterSleep(settings, state, now);
            return next(settings, listening.state(), event, now).after(listening.actions());
        }
        if (state instanceof Backup backup) {
            return inBackup(settings, backup, event, now);
        }
        if (state instanceof Active active) {
            return whileActive(settings, active, event, now);
        }
        return waiting(settings, state, event, now);
    }

    private static Transition stopped(State state) {
        State end = new Initialize("stopped");
        return state instanceof Active
                ? Transition.to(end, new Action.SendAdvert(Advert.STOPPING), REMOVE_VIPS)
                : Transition.to(end);
    }

    // ---- Initialize and Fault

    private static Transition waiting(RouterSettings settings, State state, Event event, long now) {
        boolean mayStart =
                event instanceof Event.Startup || (state instanceof Fault && event instanceof Event.InterfaceUp);
        if (mayStart) {
            return started(settings, now);
        }
        return Transition.to(event instanceof Event.InterfaceDown down ? new Fault(down.reason()) : state);
    }

    private static Transition started(RouterSettings settings, long now) {
        if (settings.isOwner()) {
            return takeOver(settings, "owns the addresses (priority 255)", now);
        }
        long down = settings.activeDownNanos(settings.intervalNanos());
        long preemptAt = settings.preemptDelayNanos() > 0 ? now + settings.preemptDelayNanos() : State.NEVER;
        return Transition.to(new Backup(
                "listening for an active router since start",
                now + down,
                settings.intervalNanos(),
                Optional.empty(),
                -1,
                now,
                preemptAt));
    }

    // ---- Backup

    private static Transition inBackup(RouterSettings settings, Backup backup, Event event, long now) {
        if (event instanceof Event.AdvertReceived received) {
            return Transition.to(heard(settings, backup, received.advert(), now));
        }
        if (event instanceof Event.InterfaceDown down) {
            return Transition.to(new Fault(down.reason()));
        }
        boolean expired = event instanceof Event.TimerExpired && State.isDue(backup.activeDownAt(), now);
        return expired ? takeOver(settings, whyTakeOver(settings, backup), now) : Transition.to(backup);
    }

    private static State heard(RouterSettings settings, Backup backup, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            long soon = now + settings.skewNanos(backup.activeIntervalNanos());
            return new Backup(
                    backup.reason(),
                    Math.max(soon, backup.notBefore()),
                    backup.activeIntervalNanos(),
                    Optional.of(advert.source()),
                    Advert.STOPPING,
                    backup.notBefore(),
                    State.NEVER);
        }
        if (!settings.preempt() || advert.priority() >= settings.priority()) {
            return follow(settings, backup, advert, State.NEVER, now);
        }
        if (settings.preemptDelayNanos() == 0) {
            return backup;
        }
        long preemptAt = backup.preemptAt() == State.NEVER ? now + settings.preemptDelayNanos() : backup.preemptAt();
        return State.isDue(preemptAt, now) ? backup : follow(settings, backup, advert, preemptAt, now);
    }

    private static Backup follow(RouterSettings settings, Backup backup, Advert advert, long preemptAt, long now) {
        long interval = settings.version() == 3 ? advert.intervalNanos() : settings.intervalNanos();
        boolean same =
                advert.priority() == backup.activePriority() && backup.active().equals(Optional.of(advert.source()));
        String reason = same ? backup.reason() : describe(advert) + " is active";
        return new Backup(
                reason,
                Math.max(now + settings.activeDownNanos(interval), backup.notBefore()),
                interval,
                same ? backup.active() : Optional.of(advert.source()),
                advert.priority(),
                backup.notBefore(),
                preemptAt);
    }

    private static String whyTakeOver(RouterSettings settings, Backup backup) {
        if (backup.activePriority() == Advert.STOPPING) {
            return backup.active().map(InetAddress::getHostAddress).orElse("the active router")
                    + " said that it is stopping (priority 0)";
        }
        String silence = seconds(settings.activeDownNanos(backup.activeIntervalNanos()));
        return backup.active()
                .map(router -> "no advert of " + router.getHostAddress() + " for " + silence)
                .orElse("no router of the same or a higher priority was heard for " + silence);
    }

    // ---- Active

    private static Transition takeOver(RouterSettings settings, String reason, long now) {
        long arpAt = settings.arpDelayNanos() > 0 ? now + settings.arpDelayNanos() : refreshAt(settings, now);
        boolean refresh = settings.arpDelayNanos() == 0;
        return Transition.to(
                new Active(reason, now + settings.intervalNanos(), arpAt, refresh),
                new Action.SendAdvert(settings.priority()),
                ADD_VIPS,
                new Action.SendGratuitousArp(settings.arpRepeat()));
    }

    private static long refreshAt(RouterSettings settings, long now) {
        return settings.arpRefreshNanos() > 0 ? now + settings.arpRefreshNanos() : State.NEVER;
    }

    private static Transition whileActive(RouterSettings settings, Active active, Event event, long now) {
        if (event instanceof Event.TimerExpired) {
            return tick(settings, active, now);
        }
        if (event instanceof Event.AdvertReceived received) {
            return contested(settings, active, received.advert(), now);
        }
        if (event instanceof Event.InterfaceDown down) {
            return Transition.to(new Fault(down.reason()), REMOVE_VIPS);
        }
        if (event instanceof Event.VipsRestored) {
            return Transition.to(active, new Action.SendGratuitousArp(settings.arpRepeat()));
        }
        return Transition.to(active);
    }

    private static Transition tick(RouterSettings settings, Active active, long now) {
        boolean advert = State.isDue(active.advertAt(), now);
        boolean arp = State.isDue(active.arpAt(), now);
        if (!advert && !arp) {
            return Transition.to(active);
        }
        long advertAt = advert ? nextBeat(active.advertAt(), settings.intervalNanos(), now) : active.advertAt();
        State next = arp
                ? new Active(active.reason(), advertAt, refreshAt(settings, now), true)
                : new Active(active.reason(), advertAt, active.arpAt(), active.arpIsRefresh());
        Action say = new Action.SendAdvert(settings.priority());
        Action announce = new Action.SendGratuitousArp(
                active.arpIsRefresh() ? settings.arpRefreshRepeat() : settings.arpRepeat());
        if (advert && arp) {
            return Transition.to(next, say, announce);
        }
        return Transition.to(next, advert ? say : announce);
    }

    /** Keeps the beat of the adverts even when one went out late, unless the next would be late as well. */
    private static long nextBeat(long due, long interval, long now) {
        return State.isDue(due + interval, now) ? now + interval : due + interval;
    }

    private static Transition contested(RouterSettings settings, Active active, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            return Transition.to(
                    new Active(active.reason(), now + settings.intervalNanos(), active.arpAt(), active.arpIsRefresh()),
                    new Action.SendAdvert(settings.priority()));
        }
        if (wins(advert, settings)) {
            return stepDown(settings, advert, now);
        }
        long arpAt = settings.arpDelayNanos() > 0 ? now + settings.arpDelayNanos() : active.arpAt();
        return Transition.to(
                new Active(active.reason(), now + settings.intervalNanos(), arpAt, settings.arpDelayNanos() == 0),
                new Action.SendAdvert(settings.priority()),
                new Action.SendGratuitousArp(settings.arpRepeat()));
    }

    /** RFC 3768 §6.4.3: the higher priority, and at equal ones the higher address, stays. */
    private static boolean wins(Advert advert, RouterSettings settings) {
        if (advert.priority() != settings.priority()) {
            return advert.priority() > settings.priority();
        }
        byte[] theirs = advert.source().getAddress();
        return Arrays.compareUnsigned(theirs, settings.address().getAddress()) > 0;
    }

    private static Transition stepDown(RouterSettings settings, Advert advert, long now) {
        long interval = settings.version() == 3 ? advert.intervalNanos() : settings.intervalNanos();
        Backup backup = new Backup(
                describe(advert) + " took over",
                now + settings.activeDownNanos(interval),
                interval,
                Optional.of(advert.source()),
                advert.priority(),
                now,
                State.NEVER);
        return Transition.to(backup, REMOVE_VIPS);
    }

    // ---- after a sleep

    /** Two intervals late is three since the last advert: by then another router may hold the VIPs. */
    private static boolean slept(RouterSettings settings, State state, long now) {
        if (state instanceof Active active) {
            return now - active.advertAt() > 2 * settings.intervalNanos();
        }
        return state instanceof Backup backup && now - backup.activeDownAt() > 2 * backup.activeIntervalNanos();
    }

    private static Transition listenAfterSleep(RouterSettings settings, State state, long now) {
        long interval = state instanceof Backup backup ? backup.activeIntervalNanos() : settings.intervalNanos();
        long listenUntil = now + interval + settings.skewNanos(interval);
        String late = seconds(now - state.deadline());
        String reason = "this process slept " + late + " past its deadline; listening before it may be active";
        State listening = new Backup(reason, listenUntil, interval, Optional.empty(), -1, listenUntil, State.NEVER);
        return new Transition(listening, state instanceof Active ? List.of(REMOVE_VIPS) : List.of());
    }

    private static String describe(Advert advert) {
        return advert.source().getHostAddress() + " with priority " + advert.priority();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
