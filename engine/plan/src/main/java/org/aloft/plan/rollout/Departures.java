package org.aloft.plan.rollout;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.resource.Effect;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.IpPrefix;

/** What becomes of the VIPs that running agents were told of, and that nothing asks for any more. */
final class Departures {
    private static final int ADVERTS_MISSED = 3;

    private final Cluster cluster;
    private final List<Wave> waves;

    Departures(Cluster cluster, List<Wave> waves) {
        this.cluster = cluster;
        this.waves = waves;
    }

    /** One a VIP whose agents the plan changes. */
    List<Impact.VipImpact> impacts() {
        Map<String, Map<String, DirectorText.Instance>> told = new LinkedHashMap<>();
        for (String host : cluster.facts().keySet()) {
            for (DirectorText.Instance instance : cluster.text(host).instances()) {
                for (String vip : new TreeSet<>(instance.vips())) {
                    if (!cluster.wantedVips().contains(vip)) {
                        told.computeIfAbsent(vip, each -> new LinkedHashMap<>()).put(host, instance);
                    }
                }
            }
        }
        List<Impact.VipImpact> impacts = new ArrayList<>();
        told.forEach((vip, hosts) ->
                address(vip).flatMap(prefix -> new OneVip(prefix, hosts).play()).ifPresent(impacts::add));
        return impacts;
    }

    /** Empty for what is no address: the file may be a template of the user's own. */
    private static Optional<IpPrefix> address(String vip) {
        return IpPrefix.address(vip).map(address -> new IpPrefix(address, address.getAddress().length * Byte.SIZE));
    }

    /** One VIP while the waves are played. */
    private final class OneVip {
        private final IpPrefix vip;
        private final Map<String, DirectorText.Instance> told;
        private final Set<String> running;
        private final List<String> holders = new ArrayList<>();
        private final List<String> stopped = new ArrayList<>();
        private final Map<String, String> givenBack = new LinkedHashMap<>();

        OneVip(IpPrefix vip, Map<String, DirectorText.Instance> told) {
            this.vip = vip;
            this.told = told;
            this.running = new LinkedHashSet<>(told.keySet());
        }

        /** Nothing, when none of its agents is changed. */
        Optional<Impact.VipImpact> play() {
            told.keySet().stream()
                    .filter(host -> cluster.facts().get(host).machine().holds(vip.host()))
                    .findFirst()
                    .ifPresent(holders::add);
            boolean heldBefore = !holders.isEmpty();
            for (Wave wave : waves) {
                for (Batch batch : wave.batches()) {
                    if (running.contains(batch.host())) {
                        batch.steps().stream()
                                .filter(ImpactForecast::isAgent)
                                .filter(step -> step.effect() != Effect.NONE)
                                .forEach(step -> leave(batch.host(), step));
                    }
                }
            }
            return stopped.isEmpty() ? Optional.empty() : Optional.of(result(heldBefore));
        }

        private void leave(String host, Step step) {
            running.remove(host);
            stopped.add(host);
            boolean leaves = cluster.leaving().contains(host);
            ServiceResource.startsInstead(step.change())
                    .or(() -> leaves && step.effect() != Effect.STOPS
                            ? Optional.of(step.resource().name())
                            : Optional.empty())
                    .ifPresent(unit -> givenBack.put(host, unit));
            boolean held = !holders.isEmpty() && holders.get(holders.size() - 1).equals(host);
            if (held) {
                running.stream()
                        .max(Comparator.comparing(each -> told.get(each).priority()))
                        .ifPresent(holders::add);
            }
        }

        private Impact.VipImpact result(boolean heldBefore) {
            String name = told.values().iterator().next().name();
            if (!running.isEmpty()) {
                return new Impact.VipImpact(
                        name,
                        vip,
                        holders,
                        heldBefore,
                        holders.size() > 1 ? skew(holders.get(holders.size() - 1)) : Duration.ZERO,
                        "what Aloft made leaves " + String.join(", ", stopped) + "; " + String.join(", ", running)
                                + " goes on holding it",
                        false);
            }
            if (!givenBack.isEmpty()) {
                String units = String.join(", ", new TreeSet<>(givenBack.values()));
                return new Impact.VipImpact(
                        name,
                        vip,
                        holders,
                        heldBefore,
                        interval(stopped.get(0)).multipliedBy(ADVERTS_MISSED).plus(skew(stopped.get(0))),
                        units + " ran before Aloft, and takes the VIP over again on "
                                + String.join(", ", givenBack.keySet()),
                        false);
            }
            return new Impact.VipImpact(
                    name,
                    vip,
                    holders,
                    heldBefore,
                    Duration.ZERO,
                    "the agents stop on " + String.join(", then ", stopped)
                            + ", and there is no director then that would hold it",
                    true);
        }

        private Duration interval(String host) {
            try {
                BigDecimal seconds = new BigDecimal(told.get(host).shared().getOrDefault("advert_int", "1"));
                return Duration.ofNanos(seconds.movePointRight(9).longValue());
            } catch (NumberFormatException notANumber) {
                return Duration.ofSeconds(1);
            }
        }

        /** As RFC 3768 §6.1; with version 3 it scales with the interval. */
        private Duration skew(String host) {
            boolean second =
                    told.get(host).shared().getOrDefault("version", "2").equals("2");
            Duration base = second ? Duration.ofSeconds(1) : interval(host);
            return base.multipliedBy(256 - told.get(host).priority()).dividedBy(256);
        }
    }
}
