package org.aloft.agent.config;

import java.util.List;
import org.aloft.agent.config.text.Problem;

/**
 * A configuration that was read and found valid.
 *
 * @param source the files
 * @param global what {@code global_defs} says
 * @param statics {@code static_ipaddress}, {@code static_routes} and {@code static_rules}
 * @param instances every {@code vrrp_instance}, in the order of the file
 * @param syncGroups every {@code vrrp_sync_group}, in the order of the file
 * @param tracking what changes priorities from outside, and for whom
 * @param virtualServerGroups every {@code virtual_server_group}, in the order of the file
 * @param virtualServers every {@code virtual_server}, in the order of the file; the groups they name are there
 * @param ssl {@code SSL}
 * @param warnings how lines were understood that a user might have meant otherwise
 */
public record Configuration(
        ConfigurationSource source,
        GlobalDefinitions global,
        StaticBlock statics,
        List<VrrpInstanceBlock> instances,
        List<VrrpSyncGroupBlock> syncGroups,
        TrackingPlan tracking,
        List<VirtualServerGroupBlock> virtualServerGroups,
        List<VirtualServerBlock> virtualServers,
        SslBlock ssl,
        List<Problem> warnings) {
    /** Takes copies. */
    public Configuration {
        instances = List.copyOf(instances);
        syncGroups = List.copyOf(syncGroups);
        virtualServerGroups = List.copyOf(virtualServerGroups);
        virtualServers = List.copyOf(virtualServers);
        warnings = List.copyOf(warnings);
    }
}
