package org.aloft.plan.apply;

import org.aloft.plan.HostPlan;
import org.aloft.plan.Plan;

/** The script that does a host's steps; what it prints is read by {@link ApplyEvent#parse}. */
public final class ApplyScript {
    /** Exit status when another run holds the host's lock. */
    public static final int LOCKED = 75;

    private ApplyScript() {}

    /** A POSIX sh script. It holds secrets: send it on standard input, keep it nowhere. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String of(Plan plan, HostPlan host, RunIdentity identity) {
        throw new UnsupportedOperationException("lands next");
    }
}
