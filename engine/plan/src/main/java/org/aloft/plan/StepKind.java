package org.aloft.plan;

/** What a step does to its resource. */
public enum StepKind {
    /** Puts there what was not there. */
    CREATE("+"),
    /** Brings a package or a version of the agent. */
    INSTALL("+"),
    /** Takes over what someone else had put there; a copy is kept. */
    ADOPT("~"),
    /** Changes what Aloft had put there. */
    UPDATE("~"),
    /** Makes another version of the agent the current one. */
    SWITCH("~"),
    /** Makes a service start at boot. */
    ENABLE("~"),
    /** Starts a service, and makes it start at boot. */
    START("+"),
    /** Stops a service and starts it again. */
    RESTART("~"),
    /** Makes a service read its configuration again, without a stop. */
    RELOAD("~"),
    /** Writes down what Aloft put there; nothing else changes. */
    RECORD("~"),
    /** Takes away what left the topology. */
    REMOVE("-");

    private final String mark;

    StepKind(String mark) {
        this.mark = mark;
    }

    /** {@code +}, {@code ~} or {@code -}, as shown in a plan. */
    public String mark() {
        return mark;
    }
}
