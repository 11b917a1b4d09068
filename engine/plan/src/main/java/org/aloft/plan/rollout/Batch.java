package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Effect;
import org.aloft.plan.resource.Upload;

/**
 * Steps of one host that are done together, by one script. A host may have several, in different waves.
 *
 * @param host its name in the inventory
 * @param part what they are for
 * @param steps at least one, in the order of execution
 * @param before the manifest that stands when the first step begins: all that was and will be there
 * @param after the manifest that stands when the last step is done
 */
public record Batch(String host, Part part, List<Step> steps, Manifest before, Manifest after) {
    /** What a batch is for. */
    public enum Part {
        /** A standby director's agent stops, so that what the peers share can change. */
        STAND_BACK,
        /** A director sends no new connections to real servers that change next, and again to those that have changed. */
        DIVERT,
        /** What the topology wants is put there. */
        CHANGE,
        /** What left the topology is taken away, once nobody relies on it. */
        CLEAN_UP,
        /** A director that is none any more hands over and goes. */
        LEAVE,
        /** The manifest alone changes. */
        RECORD
    }

    public Batch {
        steps = List.copyOf(steps);
    }

    /** The files that must be sent before the script runs. */
    public List<Upload> uploads() {
        List<Upload> uploads = new ArrayList<>();
        steps.forEach(step -> step.change().upload().ifPresent(uploads::add));
        return uploads;
    }

    /**
     * Whether it is undone unless somebody confirms it. An agent that stands back starts again by a timer of its own, and
     * so does a real server that was drained come back.
     */
    public boolean waitsToBeConfirmed() {
        return switch (part) {
            case CHANGE, CLEAN_UP, LEAVE -> true;
            case STAND_BACK, DIVERT, RECORD -> false;
        };
    }

    /**
     * Whether services that it stops start again when it is undone: not those of a director that leaves, since others
     * hold its VIPs.
     */
    public boolean unitsReturn() {
        return part != Part.LEAVE;
    }

    /** What it does to a service; nothing when no step is about it. */
    public Optional<Effect> effectOn(ResourceId service) {
        return steps.stream()
                .filter(step -> step.resource().equals(service))
                .map(Step::effect)
                .findFirst();
    }

    /**
     * The manifest to be written before the first step: which services still have to take up what changes stands in it
     * as well, so that a run that breaks off is finished by the next one.
     */
    public Manifest intent() {
        Map<ResourceId, Entry> entries = new LinkedHashMap<>(before.entries());
        for (Step step : steps) {
            String pending =
                    switch (step.effect()) {
                        case STARTS, RESTARTS -> Entry.RESTART;
                        case RELOADS -> Entry.RELOAD;
                        case STOPS, NONE -> "";
                    };
            if (!pending.isEmpty()) {
                entries.computeIfPresent(step.resource(), (id, entry) -> entry.with(Entry.PENDING, pending));
            }
        }
        return new Manifest(before.members(), entries);
    }
}
