package org.aloft.agent.config;

import java.util.List;

/**
 * One configuration file, read and checked.
 *
 * @param file the path as it was given
 * @param sha256 of the file's bytes, in lower-case hexadecimal digits
 * @param global what {@code global_defs} says
 * @param instances every {@code vrrp_instance}, in the order of the file
 * @param virtualServers every {@code virtual_server}, in the order of the file
 * @param warnings how lines were understood that a user might have meant otherwise
 */
public record Configuration(
        String file,
        String sha256,
        GlobalDefinitions global,
        List<VrrpInstanceBlock> instances,
        List<VirtualServerBlock> virtualServers,
        List<Problem> warnings) {
    /** Takes copies. */
    public Configuration {
        instances = List.copyOf(instances);
        virtualServers = List.copyOf(virtualServers);
        warnings = List.copyOf(warnings);
    }
}
