package org.aloft.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.facts.HostFacts;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VrrpInstance;

/**
 * Plays the plan through for one VRRP instance: who stops, who starts, and who holds the VIPs in between. One object an
 * instance; for one thread.
 */
final class ImpactForecast {
    private final VrrpInstance instance;
    private final Set<String> running = new LinkedHashSet<>();
    private final List<String> holders = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private Duration longestGap = Duration.ZERO;

    private ImpactForecast(VrrpInstance instance) {
        this.instance = instance;
    }

    /** The director that carries one of the instance's VIPs now. */
    static Optional<String> holder(VrrpInstance instance, Map<String, HostFacts> facts) {
        return instance.members().keySet().stream()
                .filter(facts::containsKey)
                .filter(member -> instance.vips().stream().map(IpPrefix::host).anyMatch(facts.get(member)::holds))
                .findFirst();
    }

    static List<Impact.VipImpact> of(
            VrrpInstance instance,
            Map<String, HostFacts> facts,
            String agentUnit,
            List<Wave> waves,
            Map<String, HostPlan> plans) {
        ImpactForecast forecast = new ImpactForecast(instance);
        Optional<String> holder = holder(instance, facts);
        holder.ifPresent(forecast.holders::add);
        instance.members().keySet().stream()
                .filter(facts::containsKey)
                .filter(member -> holder.equals(Optional.of(member)) || runs(facts.get(member), agentUnit))
                .forEach(forecast.running::add);
        waves.stream()
                .flatMap(wave -> wave.hosts().stream())
                .filter(instance.members()::containsKey)
                .forEach(member ->
                        agentStep(plans.get(member), agentUnit).ifPresent(kind -> forecast.play(member, kind)));
        return instance.vips().stream()
                .map(vip -> forecast.result(vip, holder.isPresent()))
                .toList();
    }

    private static boolean runs(HostFacts facts, String agentUnit) {
        HostFacts.UnitFact unit = facts.units().get(agentUnit);
        return unit != null && unit.active();
    }

    private static Optional<StepKind> agentStep(HostPlan plan, String agentUnit) {
        return plan.steps().stream()
                .filter(step -> step.resourceId().equals("service:" + agentUnit))
                .map(Step::kind)
                .findFirst();
    }

    private void play(String member, StepKind kind) {
        boolean stops = kind == StepKind.RESTART || kind == StepKind.REMOVE;
        boolean starts = kind == StepKind.RESTART || kind == StepKind.START;
        if (stops && holder().equals(Optional.of(member))) {
            handOver(member);
        }
        if (stops) {
            running.remove(member);
        }
        if (starts) {
            running.add(member);
            takeUp(member);
        }
    }

    private Optional<String> holder() {
        return holders.isEmpty() ? Optional.empty() : Optional.of(holders.get(holders.size() - 1));
    }

    private void handOver(String member) {
        Optional<String> next = running.stream()
                .filter(other -> !other.equals(member))
                .max(Comparator.comparing(instance.members()::get));
        if (next.isEmpty()) {
            longestGap = instance.advertInterval().multipliedBy(4).plusSeconds(5);
            reasons.add(member + " restarts and no other director runs to take over");
            return;
        }
        Duration skew = skew(next.get());
        longestGap = longestGap.compareTo(skew) < 0 ? skew : longestGap;
        reasons.add(member + " says that it stops (priority 0), and " + next.get() + " takes over after its skew time, "
                + skew.toMillis() + " ms");
        holders.add(next.get());
    }

    private void takeUp(String member) {
        Optional<String> holder = holder();
        if (holder.isEmpty()) {
            holders.add(member);
            reasons.add(member + " starts and hears no other director");
        } else if (!holder.get().equals(member)
                && instance.preempt()
                && instance.members().get(member).compareTo(instance.members().get(holder.get())) > 0) {
            holders.add(member);
            reasons.add(member + " has the higher priority and takes over while " + holder.get() + " still answers");
        }
    }

    /** RFC 3768 §6.1 for version 2; RFC 9568 §6.1 for version 3, where it scales with the interval. */
    private Duration skew(String member) {
        int below = 256 - instance.members().get(member).value();
        Duration base = instance.version() == 2 ? Duration.ofSeconds(1) : instance.advertInterval();
        return base.multipliedBy(below).dividedBy(256);
    }

    private Impact.VipImpact result(IpPrefix vip, boolean heldBefore) {
        String reasoning = reasons.isEmpty() ? "no agent stops or starts" : String.join("; ", reasons);
        return new Impact.VipImpact(instance.name(), vip, holders, heldBefore, longestGap, reasoning);
    }
}
