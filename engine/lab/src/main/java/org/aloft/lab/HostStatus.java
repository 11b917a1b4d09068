package org.aloft.lab;

import java.time.Instant;

/**
 * Whether a host is on.
 *
 * @param name its name
 * @param address its IPv4 address
 * @param running whether any of its processes run; false also for the two seconds in which it reboots
 * @param since when it was last switched on, booted or switched off, in whole seconds
 */
public record HostStatus(String name, String address, boolean running, Instant since) {}
