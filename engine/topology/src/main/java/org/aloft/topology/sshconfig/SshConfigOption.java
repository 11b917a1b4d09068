package org.aloft.topology.sshconfig;

import org.aloft.topology.problem.Position;

/**
 * An option that applies to a host.
 *
 * @param keyword as written
 * @param value as written, quotes included; may be empty
 * @param ignorable whether {@code IgnoreUnknown} says that it may be one that nobody knows
 * @param at where its line stands
 */
public record SshConfigOption(String keyword, String value, boolean ignorable, Position at) {}
