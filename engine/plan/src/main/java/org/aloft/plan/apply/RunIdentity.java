package org.aloft.plan.apply;

import java.time.Instant;

/**
 * Who changes hosts; another run that finds a host locked is told this.
 *
 * @param who the user
 * @param from the machine
 * @param runId unique to the run; letters and digits
 * @param since when the run began
 */
public record RunIdentity(String who, String from, String runId, Instant since) {}
