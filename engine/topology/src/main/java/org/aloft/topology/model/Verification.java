package org.aloft.topology.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How failover is proven.
 *
 * <pre>{@code
 * verify:
 *   from: client
 *   probe: {http: /}
 *   budget: {failover: 4s, handover: 500ms, ejection: 12s}
 * }</pre>
 *
 * @param from the host whose side is measured; empty means this machine ({@code here})
 * @param httpPath path that is requested through each VIP, such as {@code /}; empty: a TCP connect is the probe
 * @param failover longest gap when the active director is lost
 * @param handover longest gap when it hands over
 * @param ejection longest time in which requests may still fail after a real server stopped
 */
public record Verification(
        Optional<String> from, Optional<String> httpPath, Duration failover, Duration handover, Duration ejection) {}
