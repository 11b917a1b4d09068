package org.aloft.agent.vrrp.router;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;

/**
 * Describes what one instance is doing and why, from what the VRRP thread publishes. It costs that thread nothing: the
 * caller puts it together. Safe for any thread.
 */
public final class RouterReport {
    private final AdvertCounters counters;
    private final HeardRouters heard;

    /** Of one instance. */
    public RouterReport(AdvertCounters counters, HeardRouters heard) {
        this.counters = counters;
        this.heard = heard;
    }

    private RouterStatus status(Standing seen, State state, long now) {
        VrrpInstanceBlock block = seen.setup().block();
        return new RouterStatus(
                block.name(),
                Standing.kind(state).name(),
                seen.since(),
                state.reason(),
                new RouterStatus.Group(
                        block.virtualRouterId(),
                        block.networkInterface(),
                        seen.setup().settings().priority(),
                        block.holding().virtualAddresses().stream()
                                .map(VirtualAddress::cidr)
                                .toList()),
                new RouterStatus.ActiveRouter(
                        activeRouter(seen.setup(), state).map(InetAddress::getHostAddress),
                        lastAdvertAge(state, now),
                        Duration.ofNanos(counters.jitterNanos())),
                new RouterStatus.Changes(
                        counters.transitions.get(), counters.becameActive.get(), counters.releasedActive.get()),
                new RouterStatus.Adverts(counters.sent.get(), counters.received.get(), counters.droppedByReason()));
    }

    private static Optional<InetAddress> activeRouter(Setup setup, State state) {
        if (state instanceof State.Backup backup) {
            return backup.active().address();
        }
        return state.holdsVips() ? setup.own() : Optional.empty();
    }

    private Optional<Duration> lastAdvertAge(State state, long now) {
        Optional<Long> last = state.holdsVips() ? counters.lastSentAt() : counters.lastReceivedAt();
        return last.map(at -> Duration.ofNanos(Math.max(0, now - at)));
    }

    /** Why it is in its state. */
    public RouterExplanation explain(Standing seen, long now) {
        Setup setup = seen.setup();
        State state = seen.state();
        Optional<State.Backup> backup =
                Optional.of(state).filter(State.Backup.class::isInstance).map(State.Backup.class::cast);
        Optional<State.Active> active =
                Optional.of(state).filter(State.Active.class::isInstance).map(State.Active.class::cast);
        RouterSettings settings = setup.settings();
        return new RouterExplanation(
                status(seen, state, now),
                new RouterExplanation.Priority(setup.block().election().priority(), setup.contributions()),
                seen.hindrances().all().toList(),
                setup.group()
                        .map(name -> new RouterExplanation.SyncGroup(
                                name, backup.map(State.Backup::ready).orElse(false))),
                handover(state),
                new RouterExplanation.Manner(
                        settings.version(),
                        settings.interval(),
                        settings.preemption().allowed()),
                new RouterExplanation.Timers(
                        active.map(holder -> until(holder.advertAt(), now)),
                        backup.filter(waiting -> !waiting.ready()).map(waiting -> until(waiting.activeDownAt(), now)),
                        backup.filter(waiting -> waiting.preemptAt() != Deadline.NEVER)
                                .map(waiting -> until(waiting.preemptAt(), now))),
                new RouterExplanation.Clashes(
                        active.flatMap(State.Active::clash)
                                .filter(State.Clash::isReported)
                                .map(clash -> clash(clash, now)),
                        counters.clashes.get()),
                heard.list(now));
    }

    private static RouterExplanation.Handover handover(State state) {
        if (state instanceof State.HandingOver) {
            return RouterExplanation.Handover.WAITING;
        }
        boolean standsBack = (state instanceof State.Backup backup && backup.standsBack())
                || (state instanceof State.Fault fault && fault.standsBack());
        return standsBack ? RouterExplanation.Handover.STANDS_BACK : RouterExplanation.Handover.NONE;
    }

    private static RouterExplanation.ClashStatus clash(State.Clash clash, long now) {
        return new RouterExplanation.ClashStatus(
                clash.other(), clash.priority(), clash.heard(), Duration.ofNanos(now - clash.since()), clash.count());
    }

    private static Duration until(long moment, long now) {
        return Duration.ofNanos(Math.max(0, moment - now));
    }
}
