package org.aloft.plan.rollout;

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
import org.aloft.topology.model.VrrpInstance;

/**
 * Instances whose members must agree on something that this plan changes: authentication, version, virtual_router_id,
 * advert interval, interface, whether adverts go by unicast. A router that differs from its peers drops their adverts and takes over, so that there
 * are two holders. Therefore the others stand back, the one that holds the VIPs (the keeper) changes first, and they
 * come back with the new values.
 *
 * @param instance the instance
 * @param words what differs
 * @param keeper who holds the VIPs meanwhile
 * @param standBack the other members whose agents run
 */
record SharedChange(VrrpInstance instance, Set<String> words, String keeper, Set<String> standBack) {
    /**
     * All of them.
     *
     * @param wantedText host → what its agent is to be told
     */
    static List<SharedChange> find(Cluster cluster, Map<String, DirectorText> wantedText) {
        List<SharedChange> changes = new ArrayList<>();
        Map<String, String> keepers = new LinkedHashMap<>();
        for (VrrpInstance instance : cluster.topology().instances()) {
            Set<String> words = words(instance, cluster, wantedText);
            List<String> running = instance.members().keySet().stream()
                    .filter(cluster::agentRuns)
                    .toList();
            // One that does not run must not start with new values before the keeper has them.
            if (!words.isEmpty() && !running.isEmpty() && instance.members().size() > 1) {
                String keeper = keeper(instance, cluster, running, keepers);
                Set<String> others = new LinkedHashSet<>(running);
                others.remove(keeper);
                changes.add(new SharedChange(instance, words, keeper, others));
            }
        }
        return changes;
    }

    private static Set<String> words(VrrpInstance instance, Cluster cluster, Map<String, DirectorText> wantedText) {
        Set<String> words = new TreeSet<>();
        for (String host : instance.members().keySet()) {
            DirectorText wanted = wantedText.getOrDefault(host, DirectorText.EMPTY);
            Optional<DirectorText.Instance> now = cluster.text(host)
                    .instance(instance.name())
                    .or(() -> cluster.text(host).holding(Cluster.vips(instance)));
            Optional<DirectorText.Instance> then = wanted.instance(instance.name());
            if (now.isPresent() && then.isPresent()) {
                words.addAll(now.get().differences(then.get()));
            }
        }
        return words;
    }

    /** The holder; but a host that keeps one instance cannot stand back for another, so one keeper serves both. */
    private static String keeper(
            VrrpInstance instance, Cluster cluster, List<String> running, Map<String, String> keepers) {
        String keeper = running.stream()
                .filter(keepers::containsValue)
                .findFirst()
                .or(() -> cluster.holder(instance).filter(running::contains))
                .orElseGet(() -> running.stream()
                        .max(Comparator.comparing(instance.members()::get))
                        .orElseThrow());
        keepers.put(instance.name(), keeper);
        return keeper;
    }

    /** What an instance's members will have in common, as far as that is not a host's own. */
    static DirectorText.Instance wantedOf(VrrpInstance instance, DirectorText.Instance like) {
        Map<String, String> shared = new LinkedHashMap<>(like.shared());
        shared.put("virtual_router_id", instance.virtualRouterId().toString());
        shared.put("version", Integer.toString(instance.version()));
        shared.put("advert_int", DirectorText.seconds(instance.advertInterval()));
        shared.remove("authentication");
        instance.password().ifPresent(password -> shared.put("authentication", "PASS " + password.reveal() + " "));
        shared.remove("unicast_peer");
        if (instance.advertPath().unicast().size() > 1) {
            shared.put("unicast_peer", "yes");
        }
        return new DirectorText.Instance(like.name(), like.priority(), like.vips(), shared);
    }
}
