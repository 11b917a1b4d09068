package org.aloft.plan.resource;

/** What a step does to its resource; the verb beside it says how. */
public enum Action {
    /** Puts there what was not there. */
    CREATE("+"),
    /** Changes what is there. */
    UPDATE("~"),
    /** Takes away what left the topology, or gives back what was there before. */
    REMOVE("-");

    private final String mark;

    Action(String mark) {
        this.mark = mark;
    }

    /** {@code +}, {@code ~} or {@code -}, as shown in a plan. */
    public String mark() {
        return mark;
    }
}
