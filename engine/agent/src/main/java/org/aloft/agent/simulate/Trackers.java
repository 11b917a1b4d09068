package org.aloft.agent.simulate;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.track.Effect;
import org.aloft.agent.track.Reading;
import org.aloft.agent.track.TrackerKey;
import org.aloft.agent.track.TrackingTable;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/** What one file's instances track, when all of that is well, and when one of it fails. Pure. */
final class Trackers {
    private final RouterFile file;
    private final TrackingPlan plan;

    Trackers(RouterFile file) {
        this.file = file;
        this.plan = file.configuration().tracking();
    }

    /** Everything that an instance tracks, in the order of the file. */
    List<TrackerKey> all() {
        Set<TrackerKey> keys = new LinkedHashSet<>();
        for (VrrpInstanceBlock instance : file.configuration().instances()) {
            trackedBy(instance).forEach(tracked -> keys.add(TrackerKey.of(tracked)));
        }
        return List.copyOf(keys);
    }

    /** Where an instance tracks this; its definition, or the instance, when a sync group does so for it. */
    Position line(VrrpInstanceBlock instance, Tracked tracked) {
        return file.reading()
                .places()
                .find("vrrp_instance " + instance.name(), tracked.kind().keyword(), tracked.name());
    }

    List<Tracked> trackedBy(VrrpInstanceBlock instance) {
        return plan.byInstance().getOrDefault(instance.name(), List.of());
    }

    /** The table while all is well. */
    TrackingTable healthyTable() {
        TrackingTable table = new TrackingTable();
        table.configure(plan.byInstance());
        all().forEach(key -> table.put(key, reading(key, true)));
        return table;
    }

    /** What an instance's trackers come to while all is well. */
    TrackedPriority healthy(VrrpInstanceBlock instance) {
        return healthyTable().of(instance.name());
    }

    /** What they come to when only these have failed. */
    TrackedPriority without(VrrpInstanceBlock instance, List<TrackerKey> failed) {
        TrackingTable table = healthyTable();
        failed.forEach(key -> table.put(key, reading(key, false)));
        return table.of(instance.name());
    }

    /**
     * How a tracker reads when it is well, or when it fails. With {@code reverse} that is the other way round; of a
     * file it is the number that it starts with, or one that is worse by 1.
     */
    Reading reading(TrackerKey key, boolean well) {
        if (key.kind() == TrackerKind.FILE) {
            return new Reading.Value(number(key, well));
        }
        Reading up = new Reading.Up("it is well in this simulation");
        Reading down = new Reading.Down("it fails in this simulation");
        return well == isBetter(key, up, down) ? up : down;
    }

    private int number(TrackerKey key, boolean well) {
        int initial = plan.files().stream()
                .filter(block -> block.name().equals(key.name()))
                .findFirst()
                .flatMap(TrackFileBlock::initial)
                .map(TrackFileBlock.Initial::value)
                .orElse(0);
        TrackWeight weight = weight(key);
        if (weight.value() == 0) {
            return well == weight.reverse() ? 1 : 0;
        }
        int step = isBetter(key, new Reading.Value(initial + 1), new Reading.Value(initial - 1)) ? -1 : 1;
        return well ? initial : initial + step;
    }

    private boolean isBetter(TrackerKey key, Reading one, Reading other) {
        Effect ofOne = Effect.of(weight(key), one);
        Effect ofOther = Effect.of(weight(key), other);
        return ofOne.fault() == ofOther.fault() ? ofOne.adjustment() >= ofOther.adjustment() : ofOther.fault();
    }

    /** The weight for the first instance that tracks it. */
    private TrackWeight weight(TrackerKey key) {
        return file.configuration().instances().stream()
                .flatMap(instance -> trackedBy(instance).stream())
                .filter(tracked -> TrackerKey.of(tracked).equals(key))
                .map(Tracked::weight)
                .findFirst()
                .orElse(TrackWeight.FAULT);
    }

    /** Between a failure and its being noticed, at the least. */
    Duration noticedAfter(TrackerKey key) {
        return switch (key.kind()) {
            case SCRIPT ->
                script(key)
                        .map(script -> script.interval().multipliedBy(script.fall() - 1L))
                        .orElse(Duration.ZERO);
            case PROCESS ->
                plan.processes().stream()
                        .filter(process -> process.name().equals(key.name()))
                        .map(TrackProcessBlock::terminateDelay)
                        .findFirst()
                        .orElse(Duration.ZERO);
            case INTERFACE, FILE, BFD -> Duration.ZERO;
        };
    }

    /** How much longer it may take, as the failure comes some time before the next look. */
    Duration phase(TrackerKey key) {
        return script(key).map(VrrpScriptBlock::interval).orElse(Duration.ZERO);
    }

    private Optional<VrrpScriptBlock> script(TrackerKey key) {
        return plan.scripts().stream()
                .filter(script ->
                        key.kind() == TrackerKind.SCRIPT && script.name().equals(key.name()))
                .findFirst();
    }
}
