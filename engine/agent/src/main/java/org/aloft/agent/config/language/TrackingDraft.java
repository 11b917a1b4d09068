package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Spelling;
import org.aloft.agent.config.text.Statement;

/**
 * The definitions of trackers read so far, and the rules that hold between them and those who track them. Confined to
 * the reading thread.
 */
final class TrackingDraft {
    /** RFC 9568 §6.1: the owner of the addresses always has this priority. */
    private static final int OWNER = 255;

    private final Map<String, VrrpScriptBlock> scripts = new LinkedHashMap<>();
    private final Map<String, TrackProcessBlock> processes = new LinkedHashMap<>();
    private final Map<String, TrackFileBlock> files = new LinkedHashMap<>();
    private final Map<String, BfdInstanceBlock> bfdInstances = new LinkedHashMap<>();
    private final Map<String, TrackingLanguage.Draft> instances = new HashMap<>();
    final InterfaceDelayLanguage interfaceDelays = new InterfaceDelayLanguage();
    private final List<Group> groups = new ArrayList<>();
    private final BiPredicate<String, String> isWritten;

    /** @param isWritten whether a block of this keyword and name is in the file, be it with mistakes */
    TrackingDraft(BiPredicate<String, String> isWritten) {
        this.isWritten = isWritten;
    }

    /** A sync group, as far as tracking goes. */
    private record Group(VrrpSyncGroupBlock block, TrackingLanguage.Draft draft) {}

    void add(VrrpScriptBlock block, Arguments arguments) {
        add(scripts, block.name(), block, arguments);
    }

    void add(TrackProcessBlock block, Arguments arguments) {
        add(processes, block.name(), block, arguments);
    }

    void add(TrackFileBlock block, Arguments arguments) {
        add(files, block.name(), block, arguments);
    }

    void add(BfdInstanceBlock block, Arguments arguments) {
        add(bfdInstances, block.name(), block, arguments);
    }

    private static <B> void add(Map<String, B> blocks, String name, B block, Arguments arguments) {
        if (blocks.putIfAbsent(name, block) != null) {
            Statement statement = arguments.statement();
            arguments.problems().error(statement.position(), statement.name() + " " + name + " stands twice; keep one");
        }
    }

    /** The names of every {@code track_file}. */
    Set<String> fileNames() {
        return files.keySet();
    }

    /** The names of every {@code bfd_instance}. */
    Set<String> sessionNames() {
        return bfdInstances.keySet();
    }

    /** Notes what an instance tracks. */
    void addInstance(String name, TrackingLanguage.Draft draft) {
        instances.putIfAbsent(name, draft);
    }

    /** Notes what a sync group tracks, for each of its members. */
    void addGroup(VrrpSyncGroupBlock block, TrackingLanguage.Draft draft) {
        groups.add(new Group(block, draft));
    }

    /** Settles which weight holds where. */
    TrackingPlan finish(List<VrrpInstanceBlock> blocks, Problems problems) {
        groups.forEach(group -> group.draft().lines.forEach(line -> checkExists(line, problems)));
        Map<String, List<Tracked>> byInstance = new HashMap<>();
        for (VrrpInstanceBlock block : blocks) {
            List<Tracked> tracked = trackedBy(block, problems);
            if (!tracked.isEmpty()) {
                byInstance.put(block.name(), tracked);
            }
        }
        return new TrackingPlan(
                List.copyOf(scripts.values()),
                List.copyOf(processes.values()),
                List.copyOf(files.values()),
                List.copyOf(bfdInstances.values()),
                byInstance,
                interfaceDelays.finish(blocks, problems));
    }

    private List<Tracked> trackedBy(VrrpInstanceBlock block, Problems problems) {
        boolean owner = block.election().priority() == OWNER;
        Optional<Group> group = groups.stream()
                .filter(candidate -> candidate.block().instances().contains(block.name()))
                .findFirst();
        List<Tracked> tracked = new ArrayList<>();
        for (TrackingLanguage.Line line : linesOf(block.name())) {
            if (isOwnInterface(line, block)) {
                problems.warning(
                        line.position(),
                        block.name() + " tracks its own interface " + line.name()
                                + " anyway; this line does nothing, as in keepalived: remove it");
                continue;
            }
            checkExists(line, problems);
            settle(line, block.name(), whyWithoutWeight(owner, group), problems).ifPresent(tracked::add);
        }
        group.ifPresent(all -> all.draft().lines.stream()
                .filter(line -> !isOwnInterface(line, block))
                .forEach(line -> settle(line, block.name(), whyWithoutWeight(owner, Optional.empty()), problems)
                        .ifPresent(tracked::add)));
        return List.copyOf(tracked);
    }

    private List<TrackingLanguage.Line> linesOf(String instance) {
        return Optional.ofNullable(instances.get(instance))
                .map(draft -> draft.lines)
                .orElse(List.of());
    }

    private static boolean isOwnInterface(TrackingLanguage.Line line, VrrpInstanceBlock block) {
        return line.kind() == TrackerKind.INTERFACE && line.name().equals(block.networkInterface());
    }

    /** As in keepalived: an owner's priority never changes, and the members of a group are to stay side by side. */
    private static Optional<String> whyWithoutWeight(boolean owner, Optional<Group> group) {
        if (owner) {
            return Optional.of("has priority 255, which never changes; write weight 0 to have FAULT instead");
        }
        return group.filter(all -> !all.block().differingWeights())
                .map(all -> "is in vrrp_sync_group " + all.block().name()
                        + ", whose members keep their priorities; track it in the group, or write weight 0 or"
                        + " sync_group_tracking_weight");
    }

    private Optional<Tracked> settle(
            TrackingLanguage.Line line, String instance, Optional<String> withoutWeight, Problems problems) {
        TrackWeight weight = line.weight().orElseGet(() -> weightOf(line.kind(), line.name()));
        if (weight.value() == 0 || withoutWeight.isEmpty()) {
            return Optional.of(new Tracked(line.kind(), line.name(), weight));
        }
        boolean becomesFault = line.kind() == TrackerKind.FILE && line.weight().isEmpty();
        problems.warning(
                line.position(),
                instance + " " + withoutWeight.get() + ": " + line.kind().keyword() + " " + line.name() + " "
                        + (becomesFault ? "counts as weight 0" : "is not tracked"));
        return becomesFault ? Optional.of(new Tracked(line.kind(), line.name(), TrackWeight.FAULT)) : Optional.empty();
    }

    private TrackWeight weightOf(TrackerKind kind, String name) {
        return switch (kind) {
            case INTERFACE -> TrackWeight.FAULT;
            case SCRIPT -> weight(scripts, name, VrrpScriptBlock::weight);
            case PROCESS -> weight(processes, name, TrackProcessBlock::weight);
            case FILE -> weight(files, name, TrackFileBlock::weight);
            case BFD -> weight(bfdInstances, name, BfdInstanceBlock::weight);
        };
    }

    private static <B> TrackWeight weight(Map<String, B> blocks, String name, Function<B, TrackWeight> weight) {
        return Optional.ofNullable(blocks.get(name)).map(weight).orElse(TrackWeight.FAULT);
    }

    private void checkExists(TrackingLanguage.Line line, Problems problems) {
        Set<String> known = names(line.kind());
        if (line.kind() == TrackerKind.INTERFACE
                || known.contains(line.name())
                || isWritten.test(line.kind().definition(), line.name())) {
            return;
        }
        problems.error(
                line.position(),
                line.kind().keyword() + " names a " + line.kind().definition() + " that does not exist: " + line.name()
                        + Spelling.nearest(line.name(), known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; add " + line.kind().definition() + " " + line.name() + " { … }"));
    }

    private Set<String> names(TrackerKind kind) {
        return switch (kind) {
            case INTERFACE -> Set.of();
            case SCRIPT -> scripts.keySet();
            case PROCESS -> processes.keySet();
            case FILE -> files.keySet();
            case BFD -> bfdInstances.keySet();
        };
    }
}
