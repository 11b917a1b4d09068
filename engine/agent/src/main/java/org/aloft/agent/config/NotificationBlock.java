package org.aloft.agent.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

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
 * @param master {@code notify_master}
 * @param backup {@code notify_backup}
 * @param fault {@code notify_fault}
 * @param stop {@code notify_stop}: when aloftd stops
 * @param deleted {@code notify_deleted} with a script
 * @param saysDeleted {@code notify_deleted}: one that leaves the configuration is announced as DELETED rather than FAULT
 * @param masterHeardLower {@code notify_master_rx_lower_pri}; instances only
 * @param any {@code notify}: after any of the others, with kind, name, state and priority
 * @param priorityChanges {@code notify_priority_changes}; {@code vrrp_notify_priority_changes} when empty
 * @param mail {@code smtp_alert}; the global word when empty
 * @param webhooks {@code notify_webhook}: aloftd's own; beside the global ones
 */
public record NotificationBlock(
        Optional<ScriptLine> master,
        Optional<ScriptLine> backup,
        Optional<ScriptLine> fault,
        Optional<ScriptLine> stop,
        Optional<ScriptLine> deleted,
        boolean saysDeleted,
        Optional<ScriptLine> masterHeardLower,
        Optional<ScriptLine> any,
        Optional<Boolean> priorityChanges,
        Optional<Boolean> mail,
        List<URI> webhooks) {
    /** Nobody is told but by what {@code global_defs} says. */
    public static final NotificationBlock NOBODY = new NotificationBlock(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** Takes a copy of the list. */
    public NotificationBlock {
        webhooks = List.copyOf(webhooks);
    }

    /** Every script that is named. */
    public List<ScriptLine> scripts() {
        return List.of(master, backup, fault, stop, deleted, masterHeardLower, any).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
