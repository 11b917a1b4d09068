package org.aloft.plan.resource;

/** What a step does to a running service. */
public enum Effect {
    /** Nothing. */
    NONE,
    /** It starts. */
    STARTS,
    /** It reads its configuration again, without a stop. */
    RELOADS,
    /** It stops and starts again. */
    RESTARTS,
    /** It stops. */
    STOPS;

    /** Whether clients of the service may notice. */
    public boolean interrupts() {
        return this == RESTARTS || this == STOPS;
    }
}
