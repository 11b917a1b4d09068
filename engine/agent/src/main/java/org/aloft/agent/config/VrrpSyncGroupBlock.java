package org.aloft.agent.config;

import java.util.List;

/**
 * One {@code vrrp_sync_group}: instances that are active together or not at all.
 *
 * <pre>
 * vrrp_sync_group VG_1 {
 *     group {
 *         VI_1
 *         VI_2
 *     }
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param instances names of {@code vrrp_instance} blocks
 * @param differingWeights {@code sync_group_tracking_weight} or {@code global_tracking}: what members track changes
 *     their priorities as their own weights say; otherwise those weights count as 0, so that all members keep the same
 *     distance
 * @param notification who is told when the group as a whole changes
 */
public record VrrpSyncGroupBlock(
        String name, List<String> instances, boolean differingWeights, NotificationBlock notification) {
    /** Takes a copy of the list. */
    public VrrpSyncGroupBlock {
        instances = List.copyOf(instances);
    }
}
