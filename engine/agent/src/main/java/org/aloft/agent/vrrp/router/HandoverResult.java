package org.aloft.agent.vrrp.router;

/**
 * The result of a handover on command.
 *
 * @param instance the name
 * @param handedOver whether the instance is not active now and stands back behind whoever is
 * @param reason why, human-readable: who took over, or that nobody did
 */
public record HandoverResult(String instance, boolean handedOver, String reason) {}
