package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.config.text.Position;

/** Sync groups whose members do not agree on which host is to be active. Pure. */
final class SyncGroupRules {
    private SyncGroupRules() {}

    /** Told once for hosts that are crossed: at the first of them. */
    static List<Finding> of(Wiring wiring) {
        List<Finding> found = new ArrayList<>();
        for (List<Integer> group : wiring.syncGroups()) {
            Map<Integer, Member> ahead = new LinkedHashMap<>();
            group.forEach(number -> {
                Member best = ahead(wiring.cluster(), number);
                ahead.putIfAbsent(best.host(), best);
            });
            Member member = wiring.cluster().members().get(group.get(0));
            boolean isFirstHost = ahead.keySet().stream().allMatch(host -> host >= member.host());
            if (ahead.size() > 1 && isFirstHost) {
                found.add(crossed(member, List.copyOf(ahead.values())));
            }
        }
        return found;
    }

    /** The one with the highest priority among those that can be active in place of an instance. */
    private static Member ahead(Cluster cluster, int number) {
        Member own = cluster.members().get(number);
        return cluster.vips().stream().filter(vips -> vips.group().contains(number)).findFirst().stream()
                .flatMap(vips -> vips.group().stream())
                .map(cluster.members()::get)
                .reduce(own, (one, other) -> other.healthyPriority() > one.healthyPriority() ? other : one);
    }

    private static Finding crossed(Member member, List<Member> ahead) {
        String group = member.syncGroup().map(VrrpSyncGroupBlock::name).orElse("");
        String who = ahead.stream()
                .map(one -> one.file().name() + " in " + one.block().name())
                .collect(Collectors.joining(", "));
        String message = "in vrrp_sync_group " + group + " not one host is ahead but several (" + who
                + "), so whoever is active stays so; give one host the highest priority in all members";
        List<Position> lines = ahead.stream().map(one -> one.line("priority")).toList();
        return Finding.of("sync-group-crossed", message, lines);
    }
}
