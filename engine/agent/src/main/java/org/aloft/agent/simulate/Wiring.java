package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.vrrp.machine.RouterSettings;

/**
 * A cluster as each run sets it up; worked out once. Immutable.
 *
 * @param cluster the files
 * @param conditions of its network
 * @param settings of each of its members
 * @param hearing who hears whom, by the numbers of members: from, to
 */
record Wiring(
        Cluster cluster,
        Conditions conditions,
        List<RouterSettings> settings,
        Map<Integer, Map<Integer, Hearing>> hearing) {
    static Wiring of(Cluster cluster, Conditions conditions) {
        Map<Integer, Map<Integer, Hearing>> hearing = new LinkedHashMap<>();
        List<Member> members = cluster.members();
        for (int from = 0; from < members.size(); from++) {
            Map<Integer, Hearing> there = new LinkedHashMap<>();
            for (Member other : cluster.others(members.get(from))) {
                there.put(members.indexOf(other), Hearing.of(members.get(from), other));
            }
            hearing.put(from, there);
        }
        return new Wiring(
                cluster, conditions, members.stream().map(Member::settings).toList(), hearing);
    }

    /** How the one's adverts fare at the other; empty for one and the same host. */
    Optional<Hearing> between(int from, int to) {
        return Optional.ofNullable(hearing.get(from).get(to));
    }

    /** Puts the routers on their hosts, which are there. */
    void connect(Simulation simulation, List<SimulatedRouter> routers) {
        List<Member> members = cluster.members();
        for (int index = 0; index < members.size(); index++) {
            Member member = members.get(index);
            SimulatedHost host = simulation.hosts().get(member.host());
            SimulatedRouter router = new SimulatedRouter(
                    host,
                    member.block().name(),
                    settings.get(index),
                    member.vips().size());
            router.track(member.healthy());
            router.setStartupDelay(
                    member.file().configuration().global().vrrp().startupDelay().toNanos());
            host.add(router);
            routers.add(router);
        }
        hearing.forEach((from, there) -> there.forEach((to, what) -> {
            if (what instanceof Hearing.Heard) {
                routers.get(from).isHeardBy(routers.get(to));
            }
        }));
        group(routers);
    }

    private void group(List<SimulatedRouter> routers) {
        Map<String, List<SimulatedRouter>> groups = new LinkedHashMap<>();
        for (int index = 0; index < routers.size(); index++) {
            Member member = cluster.members().get(index);
            Optional<String> group = member.syncGroup().map(block -> member.host() + " " + block.name());
            if (group.isPresent()) {
                groups.computeIfAbsent(group.get(), first -> new ArrayList<>()).add(routers.get(index));
            }
        }
        groups.values().forEach(members -> members.get(0).host().group(members));
    }
}
