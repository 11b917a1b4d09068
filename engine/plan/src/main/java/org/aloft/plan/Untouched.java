package org.aloft.plan;

/**
 * A resource that is left alone.
 *
 * @param resourceId which
 * @param reason why it is fine
 */
public record Untouched(String resourceId, String reason) {}
