package org.aloft.topology.model;

import java.util.List;

/**
 * Instances that move together: when one of them fails, all of them go.
 *
 * @param instances their names, at least two
 * @param tracking what is tracked for all of them
 * @param notices who is told of the group's changes
 */
public record SyncGroup(String name, List<String> instances, Tracking tracking, Notices notices) {
    public SyncGroup {
        instances = List.copyOf(instances);
    }
}
