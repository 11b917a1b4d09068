package org.aloft.topology.sshconfig;

import java.util.Optional;

/**
 * What would be on the command line of ssh(1), which wins over every file.
 *
 * @param name the host as it is called there
 * @param user {@code -l} or {@code -o User}
 * @param hostName {@code -o HostName}
 */
public record SshDestination(String name, Optional<String> user, Optional<String> hostName) {}
