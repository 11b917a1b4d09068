package org.aloft.agent.config.text;

import java.util.Set;

/** Which parts of a configuration are read: {@code --vrrp} and {@code --check}. */
public enum Parts {
    /** Everything. */
    ALL(Set.of()),
    /** All but what is balanced. */
    VRRP(Set.of("virtual_server", "virtual_server_group", "SSL")),
    /** All but what VRRP holds and tracks. */
    CHECKERS(Set.of(
            "vrrp_instance",
            "vrrp_sync_group",
            "vrrp_script",
            "vrrp_track_process",
            "garp_group",
            "track_group",
            "static_ipaddress",
            "static_routes",
            "static_rules",
            "interface_up_down_delays"));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of, which never changes
    private final Set<String> passedOver;

    Parts(Set<String> passedOver) {
        this.passedOver = passedOver;
    }

    /** Whether a block of the top level is read. */
    public boolean reads(Statement block) {
        return !passedOver.contains(block.name());
    }
}
