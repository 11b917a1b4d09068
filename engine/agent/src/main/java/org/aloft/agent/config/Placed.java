package org.aloft.agent.config;

/**
 * A value and where it was written.
 *
 * @param value what it came to
 * @param position for a problem that is only seen later
 */
record Placed<T>(T value, Position position) {}
