package org.aloft.plan.resource;

import java.util.Optional;

/**
 * What changes in a file, secrets replaced.
 *
 * @param whole the texts that are compared; empty where they are too long, or may not be shown
 * @param why there are none; empty where there are
 */
public record Diff(Optional<Texts> whole, String why) {
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
        return new Diff(Optional.of(new Texts(before, after)), "");
    }

    /** Why nothing is shown. */
    static Diff saying(String why) {
        return new Diff(Optional.empty(), why);
    }

    /**
     * Unified, with three lines of context, or one line in brackets that says why there is none; each line ended by a
     * newline. Worked out anew by each call: a plan of very many hosts is made, and mostly shown, without it.
     */
    public String text() {
        return whole.map(texts -> UnifiedDiff.of(texts.before(), texts.after())).orElse("(" + why + ")\n");
    }
}
