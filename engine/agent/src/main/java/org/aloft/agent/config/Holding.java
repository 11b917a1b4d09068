package org.aloft.agent.config;

import org.aloft.agent.config.language.HoldingLine;

/**
 * One thing that an active router holds on its host. It is written to the journal as one line and read back from it, so
 * that what a crash left behind can be removed when the configuration no longer names it.
 */
public sealed interface Holding permits VirtualAddress, VirtualRoute, VirtualRule, VirtualMac, HostSetting, Unaccepted {
    /**
     * As {@link HoldingLine#read} understands it: the kind first, then the line of the configuration that says the
     * same.
     */
    String journalLine();

    /** Whether it is put back when it is removed from outside; false with {@code no_track}. */
    boolean tracked();
}
