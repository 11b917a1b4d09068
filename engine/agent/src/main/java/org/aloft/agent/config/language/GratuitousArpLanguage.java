package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.GratuitousArp;

/** The {@code garp_…} keywords of {@code vrrp_instance}, and limits that they share with {@code global_defs}. */
final class GratuitousArpLanguage {
    /** A day: longer than any cache of addresses. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** More announcements at a time would be a flood. */
    static final int MOST = 255;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .word("garp_master_delay", (arguments, draft) -> time(arguments)
                    .ifPresent(value -> draft.value = draft.value.withDelay(value)))
            .word("garp_master_repeat", (arguments, draft) -> arguments
                    .integer(1, MOST)
                    .ifPresent(value -> draft.value = draft.value.withRepeat(value)))
            .word("garp_lower_prio_delay", (arguments, draft) -> time(arguments)
                    .ifPresent(value ->
                            draft.value = draft.value.withLowerPriority(draft.value.lowerPriorityRepeat(), value)))
            .word("garp_lower_prio_repeat", (arguments, draft) -> arguments
                    .integer(0, MOST)
                    .ifPresent(value ->
                            draft.value = draft.value.withLowerPriority(value, draft.value.lowerPriorityDelay())))
            .word("garp_master_refresh", (arguments, draft) -> time(arguments)
                    .ifPresent(value -> draft.value = draft.value.withRefresh(value)))
            .word("garp_master_refresh_repeat", (arguments, draft) -> arguments
                    .integer(1, MOST)
                    .ifPresent(value -> draft.value = draft.value.withRefreshRepeat(value)))
            .warned("garp_extra_if", Reasons.EVERY_INTERFACE)
            .warned("vmac_garp_intvl", Reasons.EVERY_INTERFACE);

    private GratuitousArpLanguage() {}

    private static Optional<Duration> time(Arguments arguments) {
        return arguments.seconds(Duration.ZERO, LONGEST);
    }

    /** Starts with the defaults of {@code global_defs}. Confined to the reading thread. */
    static final class Draft {
        GratuitousArp value;

        Draft(GratuitousArp defaults) {
            value = defaults;
        }
    }
}
