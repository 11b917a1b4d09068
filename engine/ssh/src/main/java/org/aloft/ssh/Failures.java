package org.aloft.ssh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Plan;

/** What has failed in a rollout so far, and whether it goes on. Safe for use by several threads. */
final class Failures {
    private final Plan.Pace pace;
    private final List<RolloutEvent.Stop> all = new ArrayList<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    /** Whether something failed that is more than one host's own matter. */
    private boolean common;

    Failures(Plan.Pace pace) {
        this.pace = pace;
    }

    /** On a host, and what of it depends on that batch. */
    synchronized void add(RolloutEvent.Stop failure, Optional<Batch> batch) {
        all.add(failure);
        batch.ifPresent(each -> batches.put(each.host(), each));
        common |= batch.isEmpty() || failure.kind() == RolloutEvent.StopKind.LOCKED;
    }

    /** Such as end a rollout, whatever the plan allows. */
    synchronized void addAll(List<RolloutEvent.Stop> failures) {
        all.addAll(failures);
        common = true;
    }

    synchronized List<RolloutEvent.Stop> all() {
        return List.copyOf(all);
    }

    /** The hosts that failed, in the order of time. */
    synchronized Set<String> hosts() {
        return new LinkedHashSet<>(batches.keySet());
    }

    /** What must not be begun any more. */
    synchronized Set<Batch> blocked() {
        return pace.dependents().on(batches.values());
    }

    /** Whether no further wave begins. */
    synchronized boolean enough() {
        return common || batches.size() >= pace.maxFailures().orElse(1);
    }

    /** Whether no further host of this wave begins. */
    synchronized boolean tooMany() {
        return pace.maxFailures().isPresent() && enough();
    }
}
