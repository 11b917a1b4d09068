package org.aloft.plan;

/** A plan for a person to read: the impact on top, then the waves, then each host's steps. */
public final class PlanRenderer {
    private PlanRenderer() {}

    /** The whole text, each line ended by a newline. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String render(Plan plan, RenderOptions options) {
        throw new UnsupportedOperationException("lands next");
    }
}
