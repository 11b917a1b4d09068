package org.aloft.plan;

/**
 * How a plan is shown.
 *
 * @param color whether ANSI colours are used
 * @param explain whether each resource left alone is listed with its reason, and each step with its own
 * @param diff whether what changes in files is shown
 * @param width columns of the terminal, 40 or more
 */
public record RenderOptions(boolean color, boolean explain, boolean diff, int width) {
    /** Plain text, 100 columns, with diffs. */
    public static final RenderOptions PLAIN = new RenderOptions(false, false, true, 100);
}
