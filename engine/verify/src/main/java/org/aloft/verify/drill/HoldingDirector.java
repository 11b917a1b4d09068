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

/**
 * The director that holds an instance's VIPs.
 *
 * @param instance whose VIPs move
 * @param service whose VIP is probed
 * @param active the director that holds the VIPs at the start
 */
record HoldingDirector(VrrpInstance instance, VirtualService service, String active) implements DirectorDrill {
    @Override
    public String crashTitle() {
        return "crash of the director that holds " + IpPrefix.inShort(service.vip());
    }

    @Override
    public String handoverTitle() {
        return "graceful handover of " + IpPrefix.inShort(service.vip());
    }

    @Override
    public String crashGap() {
        return "failover to the standby";
    }

    @Override
    public String handoverGap() {
        return "handover to the standby";
    }

    @Override
    public String returnGap() {
        return "return of the old active";
    }

    @Override
    public String takenOverBy(DrillContext context) throws InterruptedException {
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

    /** The preferred director must hold the VIPs again where the instance preempts. */
    @Override
    public DrillContext.WantedState asBefore() {
        if (!instance.preempt()) {
            return DrillContext.WantedState.nothingMore();
        }
        String preferred = instance.preferredActive();
        return DrillContext.WantedState.of(
                findings -> holds(findings, preferred),
                preferred + " has the highest priority and did not take " + IpPrefix.inShort(service.vip()) + " back");
    }

    @Override
    public Duration within(Duration limit) {
        return limit.plus(instance.preemptDelay());
    }

    private boolean holds(Findings findings, String host) {
        return findings.cluster().holders(instance, service.vip()).contains(host);
    }
}
