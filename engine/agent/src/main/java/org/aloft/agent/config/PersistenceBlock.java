package org.aloft.agent.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long, and by what, a client stays with its real server.
 *
 * @param timeout {@code persistence_timeout}, whole seconds; 6 minutes when not said
 * @param prefix {@code persistence_granularity}: how many leading bits of an address make a client, 0..32 with IPv4,
 *     1..128 with IPv6; empty: all
 * @param engine {@code persistence_engine}; empty: the address alone makes a client
 */
public record PersistenceBlock(Duration timeout, Optional<Integer> prefix, Optional<String> engine) {
    /** When persistence is asked for and its time is not said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(6);
}
