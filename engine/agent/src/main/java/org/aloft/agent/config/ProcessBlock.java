package org.aloft.agent.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the file says of the process itself.
 *
 * @param namespaces {@code net_namespace} and {@code net_namespace_ipvs}
 * @param names of the process and of its threads
 * @param realTimePriority {@code vrrp_rt_priority}, 1..99 of SCHED_RR; empty for none
 * @param startupScript {@code startup_script}: runs before anything else
 * @param startupTimeout after which it is killed, 1..1000 s; 10 s
 * @param shutdownScript {@code shutdown_script}: runs after all else
 * @param shutdownTimeout after which it is killed, 1..1000 s; 10 s
 */
public record ProcessBlock(
        NamespaceBlock namespaces,
        ProcessNames names,
        Optional<Integer> realTimePriority,
        Optional<ScriptLine> startupScript,
        Duration startupTimeout,
        Optional<ScriptLine> shutdownScript,
        Duration shutdownTimeout) {}
