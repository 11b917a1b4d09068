package org.aloft.plan.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.resource.Effect;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VrrpInstance;

/**
 * Plays the waves through: which agent stops, which starts, who holds the VIPs in between, and what else clients may
 * miss.
 */
final class ImpactForecast {
    /** Between the adverts of an instance that a restart in place carries on with. */
    private static final Duration IN_PLACE = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final List<SharedChange> sharedChanges;
    private final List<Wave> waves;
    private final RealServerDrains drains;
    private final Set<String> drained;

    /** @param drained real servers that directors drain before they change */
    ImpactForecast(
            Cluster cluster,
            List<SharedChange> sharedChanges,
            List<Wave> waves,
            RealServerDrains drains,
            Set<String> drained) {
        this.drains = drains;
        this.drained = drained;
        this.cluster = cluster;
        this.sharedChanges = sharedChanges;
        this.waves = waves;
    }

    Impact impact() {
        List<Impact.VipImpact> vips = new ArrayList<>();
        for (VrrpInstance instance : cluster.topology().instances()) {
            // Without facts from any member the holder is unknown; forecast nothing.
            if (cluster.contenders(instance).keySet().stream().anyMatch(cluster.facts()::containsKey)) {
                vips.addAll(new OneInstance(instance).play());
            }
        }
        vips.addAll(new Departures(cluster, waves).impacts());
        return new Impact(vips, services());
    }

    private List<Impact.ServiceImpact> services() {
        Map<String, List<List<String>>> groups = new LinkedHashMap<>();
        for (Wave wave : waves) {
            Map<String, List<String>> ofWave = new LinkedHashMap<>();
            for (Batch batch : wave.batches()) {
                if (nobodyIsSentTo(batch)) {
                    continue;
                }
                batch.steps().stream()
                        .filter(step -> step.effect().interrupts() && !isAgent(step))
                        .forEach(step -> ofWave.computeIfAbsent(
                                        (step.effect() == Effect.STOPS ? "stops " : "restarts ")
                                                + step.resource().name(),
                                        key -> new ArrayList<>())
                                .add(batch.host()));
            }
            ofWave.forEach((key, hosts) ->
                    groups.computeIfAbsent(key, each -> new ArrayList<>()).add(hosts));
        }
        List<Impact.ServiceImpact> impacts = new ArrayList<>();
        groups.forEach((key, each) -> {
            int space = key.indexOf(' ');
            impacts.add(new Impact.ServiceImpact(
                    key.substring(space + 1), key.substring(0, space), each, drained(each), notDrained(each)));
        });
        return impacts;
    }

    private List<String> drained(List<List<String>> groups) {
        return groups.stream().flatMap(List::stream).filter(drained::contains).toList();
    }

    /** Why not those that are not. */
    private Optional<String> notDrained(List<List<String>> groups) {
        return groups.stream()
                .filter(group -> !drained.containsAll(group))
                .flatMap(group -> drains.obstacle(group).stream())
                .findFirst();
    }

    /** What is taken off a host that is no real server any more is no loss to clients. */
    private boolean nobodyIsSentTo(Batch batch) {
        return batch.part() == Batch.Part.CLEAN_UP
                && cluster.topology()
                        .virtualServicesWithRealServer(batch.host())
                        .isEmpty();
    }

    static boolean isAgent(Step step) {
        for (VrrpAgent agent : VrrpAgent.values()) {
            if (agent.service().equals(step.resource())) {
                return true;
            }
        }
        return false;
    }

    /** One instance while its waves are played. */
    private final class OneInstance {
        private final VrrpInstance instance;
        private final Map<String, Integer> priorities;
        /** What the agents were told so far: at the end the same as {@link #priorities}. */
        private final Map<String, Integer> told = new LinkedHashMap<>();

        private final Set<String> running = new LinkedHashSet<>();
        private final List<String> holders = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private Duration longestGap = Duration.ZERO;

        OneInstance(VrrpInstance instance) {
            this.instance = instance;
            this.priorities = cluster.contenders(instance);
            priorities.forEach((host, wanted) -> told.put(
                    host,
                    cluster.text(host)
                            .holding(Cluster.vips(instance))
                            .map(DirectorText.Instance::priority)
                            .filter(priority -> priority > 0)
                            .orElse(wanted)));
        }

        List<Impact.VipImpact> play() {
            Optional<String> holder = cluster.holder(instance);
            holder.ifPresent(holders::add);
            priorities.keySet().stream().filter(cluster::agentRuns).forEach(running::add);
            for (Wave wave : waves) {
                for (Batch batch : wave.batches()) {
                    if (priorities.containsKey(batch.host())) {
                        play(batch);
                    }
                }
            }
            return instance.vips().stream()
                    .map(vip -> result(vip, holder.isPresent()))
                    .toList();
        }

        private void play(Batch batch) {
            for (Step step : batch.steps()) {
                if (isAgent(step)) {
                    play(batch.host(), step.effect());
                }
            }
        }

        private void play(String member, Effect effect) {
            switch (effect) {
                case STOPS -> stop(member);
                case STARTS -> start(member);
                case RESTARTS -> restart(member);
                case RELOADS -> reload(member);
                case NONE -> {}
            }
        }

        private void restart(String member) {
            boolean another = running.size() > 1; // else the worst is forecast
            if (another && running.contains(member) && carriesOn(member)) {
                if (holder().equals(Optional.of(member))) {
                    reasons.add(member + " restarts and leaves the VIP in place to the next process, which sends"
                            + " adverts before the others miss one; it hands over instead where its start takes"
                            + " longer than an advert interval");
                }
                reload(member);
            } else {
                stop(member);
                start(member);
            }
        }

        /** As aloftd decides itself when it is told to end in place. */
        private boolean carriesOn(String member) {
            return cluster.service(member).equals(VrrpAgent.ALOFTD.service())
                    && cluster.topology().instancesOf(member).stream()
                            .allMatch(each -> each.detect().isEmpty()
                                    && each.advertInterval().compareTo(IN_PLACE) >= 0);
        }

        private void stop(String member) {
            running.remove(member);
            if (holder().equals(Optional.of(member))) {
                handOver(member);
            }
        }

        private void start(String member) {
            running.add(member);
            told.put(member, priorities.get(member));
            takeUp(member);
        }

        private Optional<String> holder() {
            return holders.isEmpty() ? Optional.empty() : Optional.of(holders.get(holders.size() - 1));
        }

        private void handOver(String member) {
            Optional<String> next = running.stream().max(Comparator.comparing(told::get));
            if (next.isEmpty()) {
                gap(takeover(told.get(member)).plusSeconds(5));
                reasons.add(member + " stops and no other director runs to take over");
                return;
            }
            Duration skew = Skew.of(instance, told.get(next.get()));
            gap(skew);
            reasons.add(member + " resigns (priority-0 advert), and " + next.get() + " takes over after its skew time, "
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
                    && told.get(member) > told.get(holder.get())) {
                holders.add(member);
                String delay = instance.preemptDelay().isZero()
                        ? ""
                        : " after " + instance.preemptDelay().toSeconds() + " s";
                reasons.add(member + " has the higher priority and takes over" + delay + " while " + holder.get()
                        + " still answers");
            }
        }

        /** aloftd stays active whatever changes; keepalived makes a new instance of one whose group changes. */
        private void reload(String member) {
            Integer before = told.put(member, priorities.get(member));
            reloadShared(member);
            if (!priorities.get(member).equals(before)) {
                running.stream().max(Comparator.comparing(told::get)).ifPresent(this::takeUp);
            }
        }

        private void reloadShared(String member) {
            Optional<SharedChange> shared = sharedChanges.stream()
                    .filter(change -> change.instance().equals(instance)
                            && change.keeper().equals(member))
                    .findFirst();
            if (shared.isEmpty()) {
                return;
            }
            String words = String.join(", ", shared.get().words());
            if (cluster.service(member).equals(VrrpAgent.ALOFTD.service())) {
                reasons.add(words + " must be the same on all members: " + member
                        + " goes on holding the VIP and changes first, while the others stand back");
            } else {
                gap(takeover(priorities.get(member)));
                reasons.add(words + " must be the same on all members: the others stand back, and keepalived on "
                        + member + " gives the VIP up and waits as long as for a takeover");
            }
        }

        private void gap(Duration gap) {
            longestGap = longestGap.compareTo(gap) < 0 ? gap : longestGap;
        }

        private Duration takeover(int priority) {
            return instance.advertInterval().multipliedBy(3).plus(Skew.of(instance, priority));
        }

        private Impact.VipImpact result(IpPrefix vip, boolean heldBefore) {
            String reasoning = reasons.isEmpty() ? "no agent stops or starts" : String.join("; ", reasons);
            return new Impact.VipImpact(instance.name(), vip, holders, heldBefore, longestGap, reasoning, false);
        }
    }
}
