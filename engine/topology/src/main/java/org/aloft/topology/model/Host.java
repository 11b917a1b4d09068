package org.aloft.topology.model;

import java.util.Map;

/**
 * A host of the inventory.
 *
 * @param name the inventory's name for it
 * @param address what to connect to and what the others know it by: {@code ansible_host}, or the name
 * @param connection how to get there
 * @param variables all inventory variables of the host, group variables included, as Ansible would resolve them; may
 *     hold secrets, so they are for templates only and never shown
 */
public record Host(String name, String address, ConnectionSettings connection, Map<String, Object> variables) {
    public Host {
        variables = Map.copyOf(variables);
    }

    /** What SSH connects to: {@code HostName} of ssh_config, or the address. */
    public String sshAddress() {
        return connection.sshOptions().hostName().orElse(address);
    }

    /** Never the variables: they may hold secrets. */
    @Override
    public String toString() {
        return "Host[" + name + ", " + address + "]";
    }
}
