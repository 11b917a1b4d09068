package org.aloft.plan.resource;

import java.util.Optional;

/**
 * What changes in a file, secrets replaced.
 *
 * @param text unified, with three lines of context, or one line in brackets that says why there is none; each line
 *     ended by a newline
 * @param whole the texts that were compared; empty where they are too long, or may not be shown
 */
public record Diff(String text, Optional<Texts> whole) {
    /**
     * Both texts, secrets replaced.
     *
     * @param before empty when there is no file
     * @param after what it will be
     */
    public record Texts(String before, String after) {}

    /** How one text becomes another; both may be shown. */
    static Diff of(String before, String after) {
        if (UnifiedDiff.isTooLong(before) || UnifiedDiff.isTooLong(after)) {
            return saying(
                    before.lines().count() + " lines become " + after.lines().count() + ": too long to show");
        }
        return new Diff(UnifiedDiff.of(before, after), Optional.of(new Texts(before, after)));
    }

    /** Why nothing is shown. */
    static Diff saying(String why) {
        return new Diff("(" + why + ")\n", Optional.empty());
    }
}
