package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.Optional;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.State.Backup;
import org.aloft.agent.vrrp.machine.State.Fault;
import org.aloft.agent.vrrp.machine.State.Followed;

/**
 * What a backup does (RFC 3768 §6.4.2, RFC 9568 §6.4.2): follows the active router, and takes over when that is gone,
 * stops, or is to be pushed aside. Pure, as {@link VrrpStateMachine} is.
 */
final class WhileBackup {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private WhileBackup() {}

    static Transition next(RouterSettings settings, Backup backup, Event event, long now) {
        if (event instanceof Event.AdvertReceived received) {
            return Transition.to(heard(settings, backup, received.advert(), now));
        }
        if (event instanceof Event.RouterLost lost) {
            return routerLost(settings, backup, lost, now);
        }
        if (event instanceof Event.TimerExpired) {
            return Deadline.isDue(backup.activeDownAt(), now)
                    ? activeRouterIsGone(settings, backup, now)
                    : Transition.to(backup);
        }
        if (event instanceof Event.GroupTakesOver) {
            return takeOver(settings, backup, now);
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
        return event instanceof Event.Leave ? VrrpStateMachine.stopped(backup) : Transition.to(backup);
    }

    static boolean followsOn(RouterSettings settings, Backup backup, Advert advert) {
        return advert.priority() != Advert.STOPPING
                && backup.preemptAt() == Deadline.NEVER
                && isAccepted(settings, backup, advert)
                && isAsBefore(settings, backup.active(), advert);
    }

    private static Transition activeRouterIsGone(RouterSettings settings, Backup backup, long now) {
        return settings.grouped() ? Transition.to(backup.withBeat(Deadline.NEVER)) : takeOver(settings, backup, now);
    }

    /**
     * Only the active router matters, and none that said that it stops. The first backup takes over at once; others
     * wait for its advert, as after a priority 0 (RFC 9568 §6.4.2), unless their timer ends sooner.
     */
    private static Transition routerLost(RouterSettings settings, Backup backup, Event.RouterLost lost, long now) {
        Followed active = backup.active();
        boolean followed = active.address().equals(Optional.of(lost.router())) && active.priority() != Advert.STOPPING;
        if (!followed || backup.ready()) {
            return Transition.to(backup);
        }
        long wait = lost.first() ? 0 : settings.skewNanos(active.intervalNanos());
        long moment = Math.max(Math.min(now + wait, backup.activeDownAt()), backup.notBefore());
        Backup waiting = backup.withLost(lost.silence(), moment);
        return Deadline.isDue(moment, now) ? activeRouterIsGone(settings, waiting, now) : Transition.to(waiting);
    }

    /**
     * The timer may have run on beside a lower router that was to be pushed aside; from now on that counts as active.
     */
    private static Backup standBack(RouterSettings settings, Backup backup, long now) {
        long downAt = now + settings.activeDownNanos(backup.active().intervalNanos());
        return backup.withStandsBack(true).withBeat(Math.max(downAt, backup.notBefore()));
    }

    private static Transition takeOver(RouterSettings settings, Backup backup, long now) {
        boolean handedOver = backup.active().priority() == Advert.STOPPING;
        return WhileActive.takeOver(settings, whyTakeOver(settings, backup), handedOver, now);
    }

    /** Told to be active again where it is the better one: no timer to wait for. */
    private static Backup takeBack(RouterSettings settings, Backup backup, long now) {
        int active = backup.active().priority();
        boolean better = active > Advert.STOPPING && active < settings.priority();
        Backup eager = backup.withStandsBack(false);
        return backup.standsBack() && better && settings.preemption().allowed()
                ? eager.withBeat(Math.max(now, backup.notBefore()))
                : eager;
    }

    private static State heard(RouterSettings settings, Backup backup, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            return activeRouterStops(settings, backup, advert, now);
        }
        if (isAccepted(settings, backup, advert)) {
            return follow(settings, backup, advert, Deadline.NEVER, now);
        }
        if (settings.preemption().delayNanos() == 0) {
            return backup;
        }
        long preemptAt = backup.preemptAt() == Deadline.NEVER
                ? now + settings.preemption().delayNanos()
                : backup.preemptAt();
        return Deadline.isDue(preemptAt, now) ? backup : follow(settings, backup, advert, preemptAt, now);
    }

    private static State activeRouterStops(RouterSettings settings, Backup backup, Advert advert, long now) {
        long interval = backup.active().intervalNanos();
        long soon = now + settings.skewNanos(interval);
        return new Backup(
                backup.reason(),
                Math.max(soon, backup.notBefore()),
                new Followed(advert.source(), Advert.STOPPING, interval),
                backup.notBefore(),
                Deadline.NEVER,
                backup.standsBack());
    }

    private static Backup follow(RouterSettings settings, Backup backup, Advert advert, long preemptAt, long now) {
        long interval = learnedInterval(settings, advert);
        boolean same = isAsBefore(settings, backup.active(), advert);
        return new Backup(
                same ? backup.reason() : advert.describe() + " is active",
                activeDownAt(settings, backup, interval, now),
                same ? backup.active() : new Followed(advert.source(), advert.priority(), interval),
                backup.notBefore(),
                preemptAt,
                backup.standsBack());
    }

    /** Whether the sender of this advert may be the active router. */
    private static boolean isAccepted(RouterSettings settings, Backup backup, Advert advert) {
        boolean pushesAside = settings.preemption().allowed() && !backup.standsBack();
        return !pushesAside || advert.priority() >= settings.priority();
    }

    private static boolean isAsBefore(RouterSettings settings, Followed before, Advert advert) {
        return advert.priority() == before.priority()
                && learnedInterval(settings, advert) == before.intervalNanos()
                && !before.isLost()
                && before.address().isPresent()
                && before.address().get().equals(advert.source());
    }

    static long activeDownAt(RouterSettings settings, Backup backup, long interval, long now) {
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
        if (backup.active().isLost()) {
            String millis = backup.active().lostFor() / NANOS_PER_MILLI + " ms";
            return active.orElse("the active router") + " was silent for " + millis + " (BFD)";
        }
        if (settings.isOwner()) {
            return "owns the addresses (priority 255)";
        }
        String silence = VrrpStateMachine.seconds(
                settings.activeDownNanos(backup.active().intervalNanos()));
        return active.map(router -> "no advert of " + router + " for " + silence)
                .orElse("no router of the same or a higher priority was heard for " + silence);
    }

    static Backup listening(RouterSettings settings, String reason, long now) {
        long interval = settings.intervalNanos();
        long downAt = now + settings.activeDownNanos(interval);
        return new Backup(reason, downAt, Followed.nobody(interval), now, Deadline.NEVER, false);
    }

    static Backup behind(RouterSettings settings, String reason, Advert advert, boolean standsBack, long now) {
        long interval = learnedInterval(settings, advert);
        Followed active = new Followed(advert.source(), advert.priority(), interval);
        return new Backup(reason, now + settings.activeDownNanos(interval), active, now, Deadline.NEVER, standsBack);
    }
}
