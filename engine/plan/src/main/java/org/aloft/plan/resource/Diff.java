package org.aloft.plan.resource;

/**
 * What changes in a file, secrets replaced.
 *
 * @param text unified, with three lines of context, each line ended by a newline
 */
public record Diff(String text) {}
