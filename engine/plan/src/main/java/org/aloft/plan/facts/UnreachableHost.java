package org.aloft.plan.facts;

/**
 * A host that could not be asked.
 *
 * @param host its name in the inventory
 * @param reason what happened, without secrets
 * @param fix what to do about it
 */
public record UnreachableHost(String host, String reason, String fix) implements HostState {}
