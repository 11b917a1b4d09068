package org.aloft.plan.apply;

import java.time.Instant;

/**
 * Who changes hosts, and what for; another run that finds a host locked is told this, and the host keeps a record of it.
 *
 * @param who the user
 * @param from the machine
 * @param runId unique to the run; letters and digits
 * @param since when the run began
 * @param command of aloft: {@code apply}
 * @param topology the first digits of the topology file's SHA-256; {@code -} where there is none
 */
public record RunIdentity(String who, String from, String runId, Instant since, String command, String topology) {
    /** An apply without a topology file. */
    public RunIdentity(String who, String from, String runId, Instant since) {
        this(who, from, runId, since, "apply", "-");
    }
}
