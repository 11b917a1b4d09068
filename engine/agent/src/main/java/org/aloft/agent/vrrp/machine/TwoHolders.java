package org.aloft.agent.vrrp.machine;

import java.util.Optional;
import org.aloft.agent.event.AgentEvent.Heard;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.aloft.agent.vrrp.machine.State.Active;
import org.aloft.agent.vrrp.machine.State.Clash;
import org.aloft.agent.vrrp.machine.State.Clash.Step;

/**
 * How an active router detects and reports another holder of the VIPs, and the end of that. Another router is known by
 * its adverts and is gone when they cease. Another host is known by its ARP, which is rarely heard: it is asked before
 * it counts as gone. Pure, as {@link VrrpStateMachine} is.
 */
final class TwoHolders {
    private static final Action ASK = new Action.AskForHolders();

    /** How long a host that claimed VIPs by ARP may be silent until it is asked, and how long it has to answer. */
    private static final long QUIET = 4_000_000_000L;

    private static final long ANSWER = 1_000_000_000L;

    private TwoHolders() {}

    /** Adverts say more than ARP: while they tell of a clash, claims add nothing. */
    static Active claimed(RouterSettings settings, Active active, AddressClaim claim, long now) {
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

    /** What a router said just before it heard of this one's takeover is no clash: the packets crossed. */
    static Transition heard(RouterSettings settings, Transition before, Advert advert, long now) {
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

    static Transition goOnWhenDue(RouterSettings settings, Transition before, long now) {
        Active active = (Active) before.state();
        Optional<Clash> due = active.clash().filter(clash -> Deadline.isDue(clash.nextAt(), now));
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
}
