package org.aloft.agent.simulate;

import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;

/** What a {@link SimulatedRouter} must never do, whatever its file says. */
final class RouterRules {
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final SimulatedRouter router;
    private long lastHeardAt = LONG_AGO;
    private boolean lastHeardStops;
    private long wokeAt = LONG_AGO;
    private boolean mustListen;

    RouterRules(SimulatedRouter router) {
        this.router = router;
    }

    void noteHeard(Advert advert, long now) {
        lastHeardStops = advert.priority() == Advert.STOPPING;
        lastHeardAt = lastHeardStops ? lastHeardAt : now;
    }

    void noteWaking() {
        wokeAt = router.host().clock();
        mustListen = router.isActive()
                && wokeAt - router.state().deadline() > 2 * router.settings().intervalNanos();
    }

    void checkMaySend(Action.SendAdvert advert) {
        boolean justWoke = router.host().clock() - wokeAt < router.settings().intervalNanos();
        if (mustListen && advert.priority() > 0 && justWoke) {
            fail("advertised after a sleep without listening");
        }
    }

    void checkVips(boolean held) {
        State state = router.state();
        if (router.holdsVips() != state.holdsVips()) {
            fail((router.holdsVips() ? "holds" : "lacks") + " the VIPs in state "
                    + state.getClass().getSimpleName());
        }
        if (held && router.holdsVips() && state.reason().isEmpty()) {
            fail("has no reason");
        }
    }

    /** Which events may lead from which state to which. */
    void checkCause(State before, Event event, long now) {
        State state = router.state();
        boolean caused;
        if (state instanceof State.Active) {
            caused = causedActive(before, event, now);
        } else if (state instanceof State.Backup) {
            caused = slept(before, now)
                    || event instanceof Event.AdvertReceived
                    || event instanceof Event.GroupStepsDown
                    || event instanceof Event.Startup
                    || event instanceof Event.Unhindered;
        } else if (state instanceof State.HandingOver) {
            caused = event instanceof Event.HandOver || event instanceof Event.Leave;
        } else if (state instanceof State.Fault) {
            caused = event instanceof Event.Hindered;
        } else {
            caused = before instanceof State.HandingOver
                    || event instanceof Event.Leave
                    || event instanceof Event.Shutdown;
        }
        if (!caused) {
            fail("went from " + before.getClass().getSimpleName() + " without a cause: " + event);
        }
    }

    private boolean slept(State before, long now) {
        return before.deadline() != Deadline.NEVER
                && now - before.deadline() > router.settings().intervalNanos();
    }

    private boolean causedActive(State before, Event event, long now) {
        if (before instanceof State.HandingOver) {
            return event instanceof Event.TimerExpired || event instanceof Event.TakeBack;
        }
        RouterSettings settings = router.settings();
        long interval = before instanceof State.Backup backup
                ? Math.min(settings.intervalNanos(), backup.active().intervalNanos())
                : settings.intervalNanos();
        boolean silence = now - lastHeardAt >= settings.downTimerAdverts() * interval;
        boolean pushesAside =
                settings.preemption().allowed() && !(before instanceof State.Backup backup && backup.standsBack());
        boolean lost = event instanceof Event.RouterLost
                || (before instanceof State.Backup backup && backup.active().isLost());
        if (!pushesAside && !silence && !lastHeardStops && !lost) {
            fail("pushed an active router aside, which it must not");
        }
        return event instanceof Event.TimerExpired
                || event instanceof Event.RouterLost
                || event instanceof Event.GroupTakesOver
                || (settings.isOwner() && (event instanceof Event.Startup || event instanceof Event.Unhindered));
    }

    void fail(String what) {
        throw new BrokenRuleException(router + " " + what);
    }
}
