package org.aloft.plan.show;

/**
 * How a plan is shown.
 *
 * @param style colours
 * @param explain whether each resource left alone is listed with its reason, and each step with its own
 * @param diff whether what changes in files is shown
 * @param width columns of the terminal, 40 or more
 */
public record ShowOptions(Style style, boolean explain, boolean diff, int width) {
    /** Plain text, 100 columns, with diffs. */
    public static final ShowOptions PLAIN = new ShowOptions(Style.PLAIN, false, true, 100);
}
