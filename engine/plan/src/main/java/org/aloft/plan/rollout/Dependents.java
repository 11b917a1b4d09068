package org.aloft.plan.rollout;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which batches must not be begun once others have failed: what comes after them for a reason, and not only so that not
 * all hosts change at once. A director is after every host that it may send to, and after the directors of its instances
 * that change before it: so the last one that works is never touched. Not changed once it is made.
 */
public final class Dependents {
    /** Nothing depends on anything. */
    public static final Dependents NONE = new Dependents(List.of());

    private final IdentityHashMap<Batch, Graph.Node> nodes = new IdentityHashMap<>();

    Dependents(List<Graph.Node> all) {
        all.forEach(node -> node.batch().ifPresent(batch -> nodes.put(batch, node)));
    }

    /** All that depends on one of these, directly or not; without them. The very objects of the plan. */
    public Set<Batch> on(Collection<Batch> failed) {
        Set<Batch> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Graph.Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Graph.Node> open = new ArrayDeque<>();
        failed.stream().filter(nodes::containsKey).map(nodes::get).forEach(open::add);
        while (!open.isEmpty()) {
            for (Graph.Node later : open.remove().needing()) {
                if (seen.add(later)) {
                    open.add(later);
                    later.batch().ifPresent(found::add);
                }
            }
        }
        return found;
    }
}
