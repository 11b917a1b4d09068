package org.aloft.plan.rollout;

import org.aloft.plan.host.ResourceId;

/**
 * A resource that is left alone.
 *
 * @param resource which
 * @param reason why it is fine
 */
public record Untouched(ResourceId resource, String reason) {}
