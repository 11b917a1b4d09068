/**
 * Health checks of real servers, by keepalived's meaning of {@code TCP_CHECK} ({@code man 5 keepalived.conf}). {@link
 * org.aloft.agent.check.CheckState} decides and does no I/O; {@link org.aloft.agent.check.HealthChecks} runs all checks on one
 * Netty thread, so that thousands of them cost no thread each and none waits for another.
 */
package org.aloft.agent.check;
