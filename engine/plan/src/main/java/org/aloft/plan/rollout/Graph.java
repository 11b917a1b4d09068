package org.aloft.plan.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What must come after what, over all hosts. A node is a batch, or a milestone: a point in the order that stands for
 * many batches, so that the number of edges grows with the number of batches and not with its square. For one thread.
 */
final class Graph {
    private final List<Node> nodes = new ArrayList<>();

    /** A batch or a milestone. */
    static final class Node {
        private final Batch batch;
        private final String what;
        private final List<Node> later = new ArrayList<>();
        private final List<Node> needing = new ArrayList<>();
        private int open;
        private int layer;

        private Node(Batch batch, String what) {
            this.batch = batch;
            this.what = what;
        }

        /** This one comes after another, and is not begun if that failed. */
        Node after(Node earlier) {
            if (earlier != this) {
                behind(earlier);
                earlier.needing.add(this);
            }
            return this;
        }

        /** This one comes after another, whatever became of that: only so that not all are changed at once. */
        Node behind(Node earlier) {
            earlier.later.add(this);
            open++;
            return this;
        }

        Optional<Batch> batch() {
            return Optional.ofNullable(batch);
        }

        /** Those that are not begun if this one failed. */
        List<Node> needing() {
            return needing;
        }
    }

    Node add(Batch batch) {
        return add(new Node(batch, batch.part() + " of " + batch.host()));
    }

    Node milestone(String what) {
        return add(new Node(null, what));
    }

    private Node add(Node node) {
        nodes.add(node);
        return node;
    }

    /** What must not be begun once something failed. */
    Dependents dependents() {
        return new Dependents(nodes);
    }

    /**
     * The batches, those together that may be done at the same time: each as early as what comes before it allows.
     *
     * @throws IllegalStateException when batches wait for each other, which is a mistake of the rules
     */
    List<List<Batch>> layers() {
        Deque<Node> ready = new ArrayDeque<>();
        nodes.stream().filter(node -> node.open == 0).forEach(ready::add);
        TreeMap<Integer, List<Batch>> layers = new TreeMap<>();
        int done = 0;
        while (!ready.isEmpty()) {
            Node node = ready.remove();
            done++;
            if (node.batch != null) {
                layers.computeIfAbsent(node.layer, layer -> new ArrayList<>()).add(node.batch);
            }
            int next = node.batch == null ? node.layer : node.layer + 1;
            for (Node later : node.later) {
                later.layer = Math.max(later.layer, next);
                later.open--;
                if (later.open == 0) {
                    ready.add(later);
                }
            }
        }
        if (done < nodes.size()) {
            throw new IllegalStateException("these wait for each other: "
                    + nodes.stream()
                            .filter(node -> node.open > 0)
                            .map(node -> node.what)
                            .collect(Collectors.joining(", ")));
        }
        return List.copyOf(layers.values());
    }
}
