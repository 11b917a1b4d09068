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
 * @param machine what decides
 * @param conditions of its network
 * @param settings of each of its members
 * @param vipsOf of each of its members the VIPs, by their numbers within {@link Cluster#vips}
 * @param syncGroups of all hosts, by the numbers of their members
 * @param hearing who hears whom, by the numbers of members: from, to
 */
record Wiring(
        Cluster cluster,
        Simulation.Machine machine,
        Conditions conditions,
        List<RouterSettings> settings,
        List<List<Integer>> vipsOf,
        List<List<Integer>> syncGroups,
        Map<Integer, Map<Integer, Hearing>> hearing) {
    static Wiring of(Cluster cluster, Simulation.Machine machine, Conditions conditions) {
        Map<Integer, Map<Integer, Hearing>> hearing = new LinkedHashMap<>();
        List<Member> members = cluster.members();
        int first = 0;
        for (List<Member> group : cluster.groups()) {
            for (int from = 0; from < group.size(); from++) {
                hearing.put(first + from, heardFrom(group.get(from), group, first));
            }
            first += group.size();
        }
        return new Wiring(
                cluster,
                machine,
                conditions,
                members.stream().map(Member::settings).toList(),
                vipsOf(cluster),
                syncGroups(members),
                hearing);
    }

    /** How a router's adverts fare at those of its group that are on other hosts. */
    private static Map<Integer, Hearing> heardFrom(Member from, List<Member> group, int first) {
        Map<Integer, Hearing> there = new LinkedHashMap<>();
        for (int to = 0; to < group.size(); to++) {
            if (group.get(to).host() != from.host()) {
                there.put(first + to, Hearing.of(from, group.get(to)));
            }
        }
        return there;
    }

    private static List<List<Integer>> vipsOf(Cluster cluster) {
        List<List<Integer>> all = new ArrayList<>();
        cluster.members().forEach(member -> all.add(new ArrayList<>()));
        for (int number = 0; number < cluster.vips().size(); number++) {
            for (Vips.Place place : cluster.vips().get(number).places()) {
                all.get(place.member()).add(number);
            }
        }
        return all;
    }

    private static List<List<Integer>> syncGroups(List<Member> members) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int number = 0; number < members.size(); number++) {
            Member member = members.get(number);
            Optional<String> group = member.syncGroup().map(block -> member.host() + " " + block.name());
            if (group.isPresent()) {
                groups.computeIfAbsent(group.get(), first -> new ArrayList<>()).add(number);
            }
        }
        return List.copyOf(groups.values());
    }

    /** The members of the sync group that this one is in; empty if it is in none. */
    List<Integer> togetherWith(int member) {
        return syncGroups.stream()
                .filter(group -> group.contains(member))
                .findFirst()
                .orElse(List.of());
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
                    network(index),
                    member.block().election().fastDetection(),
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

    /** Each group has a network of its own: members on one link would share a session, and here each has its own. */
    private int network(int member) {
        int number = 0;
        int members = 0;
        for (List<Member> group : cluster.groups()) {
            number++;
            members += group.size();
            if (member < members) {
                return number;
            }
        }
        throw new IllegalArgumentException("there is no member " + member);
    }

    private void group(List<SimulatedRouter> routers) {
        syncGroups.forEach(members -> routers.get(members.get(0))
                .host()
                .group(members.stream().map(routers::get).toList()));
    }
}
