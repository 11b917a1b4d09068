package org.aloft.plan.rollout;

/**
 * A host that answers, and that nothing can be planned for.
 *
 * @param host its name in the inventory
 * @param reason what is in the way
 * @param fix the way out
 */
public record Refusal(String host, String reason, String fix) {}
