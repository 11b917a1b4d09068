package org.aloft.plan.host;

/**
 * Who is changing a host.
 *
 * @param who user and machine
 * @param since when that run began, ISO 8601
 * @param runId names the run
 */
public record LeaseHolder(String who, String since, String runId) {}
