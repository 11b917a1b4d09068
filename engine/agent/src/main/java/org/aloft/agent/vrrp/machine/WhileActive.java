package org.aloft.agent.vrrp.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.State.Active;
import org.aloft.agent.vrrp.machine.State.Clash;
import org.aloft.agent.vrrp.machine.State.Fault;

/**
 * What an active router does (RFC 3768 §6.4.3, RFC 9568 §6.4.3): keeps the beat of its adverts, announces the VIPs,
 * makes way for a better router and defends the VIPs against others. Pure, as {@link VrrpStateMachine} is.
 */
final class WhileActive {
    /** For each priority the list of that one advert: an active router needs it at every beat. */
    private static final List<List<Action>> ADVERTS = IntStream.rangeClosed(0, Advert.OWNER)
            .mapToObj(priority -> List.<Action>of(new Action.SendAdvert(priority)))
            .toList();

    private WhileActive() {}

    /** Send one advert of the own priority; always the same list. */
    static List<Action> advert(RouterSettings settings) {
        return ADVERTS.get(settings.priority());
    }

    static Transition next(RouterSettings settings, Active active, Event event, long now) {
        if (event instanceof Event.TimerExpired) {
            return tick(settings, active, now);
        }
        if (event instanceof Event.AdvertReceived received) {
            return contested(settings, active, received.advert(), now);
        }
        if (event instanceof Event.AddressClaimed claimed) {
            return Transition.to(TwoHolders.claimed(settings, active, claimed.claim(), now));
        }
        if (event instanceof Event.Hindered hindered) {
            State fault = new Fault(hindered.reason(), false);
            return hindered.canSend()
                    ? Transition.to(fault, Action.GOODBYE, Action.REMOVE_VIPS)
                    : Transition.to(fault, Action.REMOVE_VIPS);
        }
        if (event instanceof Event.VipsRestored) {
            int repeat = settings.announcing().repeat();
            return Transition.to(active, new Action.SendGratuitousArp(repeat));
        }
        if (event instanceof Event.Reconfigured) {
            return announceChange(settings, active, now);
        }
        if (event instanceof Event.HandOver || event instanceof Event.Leave) {
            return VrrpStateMachine.handOver(settings, event instanceof Event.Leave, now);
        }
        if (event instanceof Event.GroupStepsDown down) {
            return Transition.to(
                    WhileBackup.listening(settings, down.reason(), now), Action.GOODBYE, Action.REMOVE_VIPS);
        }
        return Transition.to(active);
    }

    /**
     * The advert comes first, as in RFC 9568 §6.4.2: other backups wait for it, however many VIPs there are to set.
     * But a router that hands over serves until it hears the advert: by then the VIPs are here, and hosts know that
     * they are.
     *
     * @param handedOver whether the active router said that it stops
     */
    static Transition takeOver(RouterSettings settings, String reason, boolean handedOver, long now) {
        Announcing announcing = settings.announcing();
        Active active = Active.since(reason, now, now + settings.intervalNanos());
        Action advert = new Action.SendAdvert(settings.priority());
        Action announcement = new Action.SendGratuitousArp(1);
        List<Action> actions = new ArrayList<>(
                handedOver
                        ? List.of(Action.ADD_VIPS, announcement, advert)
                        : List.of(advert, Action.ADD_VIPS, announcement));
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
                : active.withArp(Deadline.NEVER, 0);
    }

    /** The beat begins anew: peers may know a shorter interval by now than the one that runs. */
    private static Transition announceChange(RouterSettings settings, Active active, long now) {
        return Transition.to(
                active.withBeat(now + settings.intervalNanos()),
                new Action.SendAdvert(settings.priority()),
                new Action.SendGratuitousArp(settings.announcing().repeat()));
    }

    private static Transition tick(RouterSettings settings, Active active, long now) {
        Transition transition =
                Deadline.isDue(active.advertAt(), now) ? beat(settings, active, now) : Transition.to(active);
        transition = announceWhenDue(settings, transition, now);
        return TwoHolders.goOnWhenDue(settings, transition, now);
    }

    private static Transition beat(RouterSettings settings, Active active, long now) {
        long advertAt = nextBeat(active.advertAt(), settings.intervalNanos(), now);
        return new Transition(active.withBeat(advertAt), advert(settings));
    }

    /** Keeps the beat of the adverts even when one went out late, unless the next would be late as well. */
    static long nextBeat(long due, long interval, long now) {
        return Deadline.isDue(due + interval, now) ? now + interval : due + interval;
    }

    private static Transition announceWhenDue(RouterSettings settings, Transition before, long now) {
        Active active = (Active) before.state();
        return Deadline.isDue(active.arpAt(), now)
                ? Transition.to(
                                refreshLater(active, settings.announcing(), now),
                                new Action.SendGratuitousArp(active.arpRepeat()))
                        .after(before.actions())
                : before;
    }

    private static Transition contested(RouterSettings settings, Active active, Advert advert, long now) {
        if (advert.priority() == Advert.STOPPING) {
            return new Transition(active.withBeat(now + settings.intervalNanos()), advert(settings));
        }
        if (settings.isOwner() && advert.priority() == Advert.OWNER) {
            return yieldOwnership(settings, active, advert, now);
        }
        return wins(advert, settings) ? stepDown(settings, active, advert, now) : defend(settings, active, advert, now);
    }

    /**
     * Two routers cannot own the same addresses. As in keepalived, the one that hears the other first makes way
     * whatever their addresses are, and goes on as any other router.
     */
    private static Transition yieldOwnership(RouterSettings settings, Active active, Advert advert, long now) {
        RouterSettings yielding = settings.withPriority(Advert.OWNER - 1);
        return stepDown(yielding, active, advert, now).after(List.of(new Action.YieldOwnership(advert)));
    }

    /** RFC 3768 §6.4.3: the higher priority, and at equal ones the higher address, stays. */
    private static boolean wins(Advert advert, RouterSettings settings) {
        if (advert.priority() != settings.priority()) {
            return advert.priority() > settings.priority();
        }
        byte[] theirs = advert.source().getAddress();
        return Arrays.compareUnsigned(theirs, settings.address().getAddress()) > 0;
    }

    /**
     * People are told, the other router is answered, and hosts hear again who has the VIPs; {@link LowerRouters} says
     * how often.
     */
    private static Transition defend(RouterSettings settings, Active active, Advert advert, long now) {
        Transition told = tellOfLower(active, advert, now);
        Transition answered = settings.answers().lower() ? answerLower(settings, told, now) : told;
        Transition announced =
                settings.announcing().lowerRepeat() > 0 ? announceToLower(settings, answered, advert, now) : answered;
        return TwoHolders.heard(settings, announced, advert, now);
    }

    private static Transition tellOfLower(Active active, Advert advert, long now) {
        Action news = new Action.ReportLowerPriority(advert, active.lower().untold());
        return active.lower()
                .telling(advert.source(), now)
                .map(lower -> Transition.to(active.withLower(lower), news))
                .orElseGet(() -> Transition.to(active.withLower(active.lower().untoldOnceMore())));
    }

    private static Transition answerLower(RouterSettings settings, Transition before, long now) {
        Active active = (Active) before.state();
        LowerRouters lower = active.lower().answering(settings, now);
        Active answering = active.withLower(lower);
        return lower.answerAt() == now
                ? new Transition(answering.withBeat(now + settings.intervalNanos()), advert(settings))
                        .after(before.actions())
                : new Transition(answering.withBeat(Math.min(active.advertAt(), lower.answerAt())), before.actions());
    }

    private static Transition announceToLower(RouterSettings settings, Transition before, Advert advert, long now) {
        Active active = (Active) before.state();
        int repeat = settings.announcing().lowerRepeat();
        long again = settings.announcing().lowerDelayNanos();
        return active.lower()
                .announcing(advert.source(), settings, now)
                .map(active::withLower)
                .map(heard -> Transition.to(
                                again > 0 ? heard.withArp(now + again, repeat) : heard,
                                new Action.SendGratuitousArp(repeat))
                        .after(before.actions()))
                .orElseGet(() -> new Transition(announceAfterwards(active, repeat), before.actions()));
    }

    /** When the while has ended in which the VIPs were announced to that router already. */
    private static Active announceAfterwards(Active active, int repeat) {
        long end = active.lower().announced().until();
        return active.arpAt() <= end ? active : active.withArp(end, repeat);
    }

    private static Transition stepDown(RouterSettings settings, Active active, Advert advert, long now) {
        Transition transition = Transition.to(
                WhileBackup.behind(settings, advert.describe() + " took over", advert, false, now), Action.REMOVE_VIPS);
        if (settings.answers().higher()) {
            transition = transition.after(advert(settings));
        }
        Optional<Clash> over = active.clash().filter(Clash::isReported);
        return over.isPresent()
                ? Transition.to(transition.state(), new Action.ReportSettled(over.get(), Optional.of(advert.source())))
                        .after(transition.actions())
                : transition;
    }

    static Transition resume(RouterSettings settings, String reason, long now) {
        Active active = Active.since(reason, now, now + settings.intervalNanos());
        return new Transition(refreshLater(active, settings.announcing(), now), advert(settings));
    }
}
