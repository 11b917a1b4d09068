package org.aloft.agent.config;

/** What {@code strict_mode} and {@code vrrp_strict} forbid, as words. */
final class StrictMode {
    static final String NO_UNICAST =
            "the RFCs know multicast only, and strict_mode is on; remove unicast_peer, or write strict_mode off";

    private StrictMode() {}
}
