package org.aloft.verify.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.check.Findings;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Timeline;

/**
 * What drills on an active director have in common.
 *
 * @param instance whose VIPs move
 * @param service whose VIP is probed
 * @param active the director that holds the VIPs at the start
 */
record DirectorDrill(VrrpInstance instance, VirtualService service, String active) {

    /** Which standby holds the service's VIP now, and why. */
    String takenOverBy(DrillContext context) throws InterruptedException {
        List<String> standbys = new ArrayList<>(instance.members().keySet());
        standbys.remove(active);
        ClusterSeen seen = new Observer(context.topology(), context.fleet()).look(Set.copyOf(standbys));
        List<String> holders = seen.holders(instance, service.vip());
        return holders.isEmpty()
                ? "no standby held " + IpPrefix.inShort(service.vip())
                : String.join(", ", holders) + " took over"
                        + seen.host(holders.get(0))
                                .agent()
                                .flatMap(agent -> agent.instance(instance.name()))
                                .map(state -> " (" + state.reason() + ")")
                                .orElse("");
    }

    /** After the drill, the preferred director must hold the VIPs again where the instance preempts. */
    DrillContext.WantedState asBefore() {
        if (!instance.preempt()) {
            return DrillContext.WantedState.nothingMore();
        }
        String preferred = instance.preferredActive();
        return DrillContext.WantedState.of(
                findings -> holds(findings, preferred),
                preferred + " has the highest priority and did not take " + IpPrefix.inShort(service.vip()) + " back");
    }

    /** How long {@link #asBefore} may take where it takes {@code limit} by itself: with the delay of the instance. */
    Duration within(Duration limit) {
        return limit.plus(instance.preemptDelay());
    }

    private boolean holds(Findings findings, String host) {
        return findings.cluster().holders(instance, service.vip()).contains(host);
    }

    /** Whether probes failed after {@code from} and have succeeded for a while since. */
    static boolean recovered(Timeline timeline, Duration from, Duration now) {
        return timeline.outages(from, now.plusNanos(1), DrillContext.CALM).stream()
                .anyMatch(outage -> outage.recovered()
                        .map(at -> now.minus(at).compareTo(DrillContext.AFTER) > 0)
                        .orElse(false));
    }
}
