package org.aloft.agent.config;

import java.util.List;
import java.util.Map;

/**
 * Everything that is tracked, and by whom.
 *
 * @param scripts every {@code vrrp_script}
 * @param processes every {@code vrrp_track_process}
 * @param files every {@code track_file}
 * @param bfdInstances every {@code bfd_instance}
 * @param byInstance the trackers of each {@code vrrp_instance}, those of its sync group included; instances without any
 *     are missing
 * @param interfaceUpDownDelays {@code interface_up_down_delays}, by the names of the interfaces
 */
public record TrackingPlan(
        List<VrrpScriptBlock> scripts,
        List<TrackProcessBlock> processes,
        List<TrackFileBlock> files,
        List<BfdInstanceBlock> bfdInstances,
        Map<String, List<Tracked>> byInstance,
        Map<String, InterfaceDelay> interfaceUpDownDelays) {
    /** Nothing. */
    public static final TrackingPlan NONE =
            new TrackingPlan(List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of());

    /** Takes copies. */
    public TrackingPlan {
        scripts = List.copyOf(scripts);
        processes = List.copyOf(processes);
        files = List.copyOf(files);
        bfdInstances = List.copyOf(bfdInstances);
        byInstance = Map.copyOf(byInstance);
        interfaceUpDownDelays = Map.copyOf(interfaceUpDownDelays);
    }

    /** Whether there is nothing to watch. */
    public boolean isEmpty() {
        return scripts.isEmpty()
                && processes.isEmpty()
                && files.isEmpty()
                && bfdInstances.isEmpty()
                && byInstance.isEmpty();
    }
}
