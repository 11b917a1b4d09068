/**
 * Health checks of real servers, by keepalived's meaning ({@code man 5 keepalived.conf}). {@code Probe} is one look at
 * a server, of which each kind of check has a small class; {@code CheckState} decides what follows from it and does no
 * I/O; {@code PolledCheck} is the loop around both. {@link org.aloft.agent.check.HealthChecks} runs all checks on one
 * Netty thread, so that thousands of them cost no thread each and none waits for another.
 */
package org.aloft.agent.check;
