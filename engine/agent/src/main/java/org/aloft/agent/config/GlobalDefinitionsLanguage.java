package org.aloft.agent.config;

import java.time.Duration;

/** Keywords of {@code global_defs}. */
final class GlobalDefinitionsLanguage {
    static final Vocabulary<ConfigurationDraft> VOCABULARY = new Vocabulary<ConfigurationDraft>("global_defs")
            .word("router_id", (arguments, draft) -> arguments
                    .word("a name for this host")
                    .ifPresent(value -> draft.routerId = value))
            .word(
                    "vrrp_version",
                    (arguments, draft) -> arguments.integer(2, 3).ifPresent(value -> draft.version = value))
            .word("vrrp_garp_master_delay", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withDelay(value)))
            .word("vrrp_garp_master_repeat", (arguments, draft) -> arguments
                    .integer(1, GratuitousArpLanguage.MOST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRepeat(value)))
            .word("vrrp_garp_master_refresh", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRefresh(value)))
            .word("vrrp_garp_master_refresh_repeat", (arguments, draft) -> arguments
                    .integer(1, GratuitousArpLanguage.MOST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRefreshRepeat(value)))
            .word("vrrp_strict", (arguments, draft) -> {
                if (arguments.flag()) {
                    arguments.error(
                            "vrrp_strict forbids PASS authentication and makes VIPs unreachable from other hosts;"
                                    + " remove the line");
                }
            })
            .word("vrrp_skip_check_adv_addr", (arguments, draft) -> arguments.flag())
            .word("script_user", (arguments, draft) -> {
                arguments.word("a user name");
                if (arguments.hasMore()) {
                    arguments.word("a group name");
                }
            })
            .word("enable_script_security", (arguments, draft) -> arguments.flag());

    private GlobalDefinitionsLanguage() {}
}
