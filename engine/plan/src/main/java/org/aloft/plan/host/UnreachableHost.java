package org.aloft.plan.host;

/**
 * A host that could not be asked.
 *
 * @param host its name in the inventory
 * @param reason why
 * @param fix the way out
 */
public record UnreachableHost(String host, String reason, String fix) implements HostState {}
