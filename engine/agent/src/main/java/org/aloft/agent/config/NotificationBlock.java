package org.aloft.agent.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is notified when a {@code vrrp_instance} or a {@code vrrp_sync_group} changes.
 *
 * <pre>
 * notify_master "/etc/aloft/master.sh eth0"
 * notify_backup "/etc/aloft/backup.sh" nobody
 * notify        "/etc/aloft/any.sh"
 * smtp_alert    on
 * </pre>
 *
 * @param byState the scripts for each case
 * @param saysDeleted {@code notify_deleted}: one that leaves the configuration is announced as DELETED rather than
 *     FAULT
 * @param priorityChanges {@code notify_priority_changes}; {@code vrrp_notify_priority_changes} when empty
 * @param mail {@code smtp_alert}; the global word when empty
 * @param webhooks {@code notify_webhook}: aloftd's own; beside the global ones
 */
public record NotificationBlock(
        Scripts byState,
        boolean saysDeleted,
        Optional<Boolean> priorityChanges,
        Optional<Boolean> mail,
        List<URI> webhooks) {
    /** Notifies nobody beyond what {@code global_defs} says. */
    public static final NotificationBlock NOBODY =
            new NotificationBlock(Scripts.NONE, false, Optional.empty(), Optional.empty(), List.of());

    /**
     * The scripts for each case.
     *
     * @param master {@code notify_master}
     * @param backup {@code notify_backup}
     * @param fault {@code notify_fault}
     * @param stop {@code notify_stop}: when aloftd stops
     * @param deleted {@code notify_deleted} with a script
     * @param masterHeardLower {@code notify_master_rx_lower_pri}; instances only
     * @param any {@code notify}: after any of the others, with kind, name, state and priority
     */
    public record Scripts(
            Optional<ScriptLine> master,
            Optional<ScriptLine> backup,
            Optional<ScriptLine> fault,
            Optional<ScriptLine> stop,
            Optional<ScriptLine> deleted,
            Optional<ScriptLine> masterHeardLower,
            Optional<ScriptLine> any) {
        static final Scripts NONE = new Scripts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        private Stream<ScriptLine> all() {
            return Stream.of(master, backup, fault, stop, deleted, masterHeardLower, any)
                    .flatMap(Optional::stream);
        }
    }

    /** Takes a copy of the list. */
    public NotificationBlock {
        webhooks = List.copyOf(webhooks);
    }

    /** Every script that is named. */
    public List<ScriptLine> scripts() {
        return byState.all().toList();
    }
}
