package org.aloft.agent.config.language;

import org.aloft.agent.config.FirewallBlock;

/** Keywords of {@code global_defs} that say where packet filter rules go. */
final class FirewallLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("nftables", (arguments, draft) -> arguments.optionalWord().ifPresent(value -> draft.table = value))
            .word("nftables_priority", (arguments, draft) -> arguments
                    .integer(-999_999, 999_999)
                    .ifPresent(value -> draft.priority = value))
            .warned("nftables_counters", "aloftd's rules have no counters; what they drop is the same")
            .warned("nftables_ifindex", "it only changes how rules for link-local addresses look when they are listed")
            .warned(
                    "vrrp_iptables",
                    "aloftd filters with nftables, in a table of its own; the chains named here are left alone")
            .warned("vrrp_ipsets", "aloftd filters with nftables, whose sets need no name from outside")
            .warned("nftables_ipvs", Reasons.GROUP_MARKS)
            .warned("nftables_ipvs_priority", Reasons.GROUP_MARKS)
            .warned("nftables_ipvs_start_fwmark", Reasons.GROUP_MARKS);

    private FirewallLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        String table = "aloft";
        int priority = -1;

        FirewallBlock finish() {
            return new FirewallBlock(table, priority);
        }
    }
}
