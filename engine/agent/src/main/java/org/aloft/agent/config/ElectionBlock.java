package org.aloft.agent.config;

import java.time.Duration;

/**
 * The lines of a {@code vrrp_instance} that say who wins.
 *
 * @param priority 1..255; 100 when not said
 * @param preempt whether a lower active router is pushed aside; the opposite of nopreempt
 * @param preemptDelay how long to wait before doing so, 0..1000 s
 */
public record ElectionBlock(int priority, boolean preempt, Duration preemptDelay) {}
