package org.aloft.agent.config.text;

/**
 * A value and where it was written.
 *
 * @param value what it came to
 * @param position for a problem that is only seen later
 */
public record Placed<T>(T value, Position position) {}
