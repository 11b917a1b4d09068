/**
 * This process and others: children, users, signals, real-time scheduling, network namespaces, process events, systemd.
 */
package org.aloft.agent.kernel.process;
