package org.aloft.topology.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How SSH gets to a host, from the inventory's {@code ansible_*} variables.
 *
 * @param port {@code ansible_port}, 1..65535, 22 unless said
 * @param user {@code ansible_user}; empty means the user who runs Aloft
 * @param privateKeyFile {@code ansible_ssh_private_key_file}, {@code ~} resolved
 * @param password {@code ansible_password}
 * @param become {@code ansible_become}: whether root is reached by sudo; when empty, sudo is used unless the user is
 *     root
 * @param becomePassword {@code ansible_become_password}
 * @param proxyCommand {@code -o ProxyCommand=…} in {@code ansible_ssh_common_args}, with {@code %h}, {@code %p} and
 *     {@code %r} not yet replaced
 * @param knownHostsFiles {@code -o UserKnownHostsFile=…} there; empty means OpenSSH's own
 * @param hostKeyChecking {@code -o StrictHostKeyChecking=…} there, or {@code ansible_host_key_checking}
 */
public record ConnectionSettings(
        int port,
        Optional<String> user,
        Optional<Path> privateKeyFile,
        Optional<Secret> password,
        Optional<Boolean> become,
        Optional<Secret> becomePassword,
        Optional<String> proxyCommand,
        List<Path> knownHostsFiles,
        HostKeyChecking hostKeyChecking) {

    public ConnectionSettings {
        knownHostsFiles = List.copyOf(knownHostsFiles);
    }

    /** What happens when a host's key is not in known_hosts (ssh_config(5), StrictHostKeyChecking). */
    public enum HostKeyChecking {
        /** Refuse. The default. */
        STRICT,
        /** Accept and remember an unknown key, refuse a changed one. */
        ACCEPT_NEW,
        /** Accept anything. The user asked for it. */
        OFF
    }
}
