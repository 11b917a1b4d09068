package org.aloft.plan.rollout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.host.UnreachableHost;

/**
 * All that is to be done, as data: what it does to the service, in which order, and each step on each host. For any
 * number of threads; {@link #host} is a look-up.
 */
public final class Plan {
    private final Impact impact;
    private final List<Wave> waves;
    private final List<HostPlan> hosts;
    private final List<UnreachableHost> unreachable;
    private final List<Refusal> refusals;
    private final Pace pace;
    private final Map<String, HostPlan> byName;

    /**
     * What happens when hosts fail.
     *
     * @param dependents what must not be begun then
     * @param maxFailures see {@link PlanOptions}
     */
    public record Pace(Dependents dependents, OptionalInt maxFailures) {
        /** The wave in which a host fails is the last one. */
        public static final Pace DEFAULT = new Pace(Dependents.NONE, OptionalInt.empty());
    }

    /**
     * @param impact what it does to the service
     * @param waves in the order in which they are carried out
     * @param hosts every host that could be planned, in the inventory's order
     * @param unreachable hosts that could not be asked
     * @param refusals hosts that answer and that nothing can be planned for
     * @param pace what happens when hosts fail
     */
    public Plan(
            Impact impact,
            List<Wave> waves,
            List<HostPlan> hosts,
            List<UnreachableHost> unreachable,
            List<Refusal> refusals,
            Pace pace) {
        this.impact = impact;
        this.pace = pace;
        this.waves = List.copyOf(waves);
        this.hosts = List.copyOf(hosts);
        this.unreachable = List.copyOf(unreachable);
        this.refusals = List.copyOf(refusals);
        this.byName = hosts.stream().collect(Collectors.toUnmodifiableMap(HostPlan::host, Function.identity()));
    }

    /** A plan whose rollout stops at the first failure. */
    public Plan(
            Impact impact,
            List<Wave> waves,
            List<HostPlan> hosts,
            List<UnreachableHost> unreachable,
            List<Refusal> refusals) {
        this(impact, waves, hosts, unreachable, refusals, Pace.DEFAULT);
    }

    /** What happens when hosts fail. */
    public Pace pace() {
        return pace;
    }

    /** What it does to the service. */
    public Impact impact() {
        return impact;
    }

    /** In the order in which they are carried out. */
    public List<Wave> waves() {
        return waves;
    }

    /** Every host that could be planned, in the inventory's order. */
    public List<HostPlan> hosts() {
        return hosts;
    }

    /** Hosts that could not be asked. */
    public List<UnreachableHost> unreachable() {
        return unreachable;
    }

    /** Hosts that answer and that nothing can be planned for. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** Whether there is anything to do on any host. */
    public boolean hasChanges() {
        return !waves.isEmpty();
    }

    /** What was found on one host; empty when it could not be planned, or is not part of the topology. */
    public Optional<HostPlan> host(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every step, wave by wave. */
    public Stream<Step> steps() {
        return waves.stream().flatMap(wave -> wave.batches().stream()).flatMap(batch -> batch.steps().stream());
    }

    /** The hosts that are changed, in the order in which that begins. */
    public Set<String> changedHosts() {
        return waves.stream()
                .flatMap(wave -> wave.hosts().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Never the steps: their words may hold secrets. */
    @Override
    public String toString() {
        return "Plan[" + waves.size() + " waves, " + hosts.size() + " hosts]";
    }
}
