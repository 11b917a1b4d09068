package org.aloft.agent.config.language;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.ScriptLine;

/**
 * Keywords that tell somebody of changes: those of a {@code vrrp_sync_group}, and one more in a {@code vrrp_instance}.
 */
final class NotificationLanguage {
    static final Vocabulary<Draft> GROUP_VOCABULARY = vocabulary("vrrp_sync_group");

    static final Vocabulary<Draft> VOCABULARY = vocabulary("vrrp_instance")
            .word("notify_master_rx_lower_pri", (arguments, draft) -> draft.masterHeardLower = arguments.script());

    private NotificationLanguage() {}

    private static Vocabulary<Draft> vocabulary(String block) {
        return new Vocabulary<Draft>(block)
                .word("notify_master", (arguments, draft) -> draft.master = arguments.script())
                .word("notify_backup", (arguments, draft) -> draft.backup = arguments.script())
                .word("notify_fault", (arguments, draft) -> draft.fault = arguments.script())
                .word("notify_stop", (arguments, draft) -> draft.stop = arguments.script())
                .word("notify_deleted", (arguments, draft) -> {
                    draft.saysDeleted = true;
                    draft.deleted = arguments.hasMore() ? arguments.script() : Optional.empty();
                })
                .word("notify", (arguments, draft) -> draft.any = arguments.script())
                .word(
                        "notify_priority_changes",
                        (arguments, draft) -> draft.priorityChanges = Optional.of(arguments.flag()))
                .word("smtp_alert", (arguments, draft) -> draft.mail = Optional.of(arguments.flag()))
                .word("notify_webhook", (arguments, draft) -> webhook(arguments).ifPresent(draft.webhooks::add));
    }

    /** {@code notify_webhook URL}. */
    static Optional<URI> webhook(Arguments arguments) {
        return arguments.word("a URL, http://… or https://…").flatMap(text -> {
            Optional<URI> address = DeliveryLanguage.webAddress(text);
            if (address.isEmpty()) {
                arguments.error("notify_webhook must be a URL, http://HOST/PATH or https://HOST/PATH,"
                        + " without user and password: correct it");
            }
            return address;
        });
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<ScriptLine> master = Optional.empty();
        Optional<ScriptLine> backup = Optional.empty();
        Optional<ScriptLine> fault = Optional.empty();
        Optional<ScriptLine> stop = Optional.empty();
        Optional<ScriptLine> deleted = Optional.empty();
        boolean saysDeleted;
        Optional<ScriptLine> masterHeardLower = Optional.empty();
        Optional<ScriptLine> any = Optional.empty();
        Optional<Boolean> priorityChanges = Optional.empty();
        Optional<Boolean> mail = Optional.empty();
        final List<URI> webhooks = new ArrayList<>();

        NotificationBlock finish() {
            return new NotificationBlock(
                    new NotificationBlock.Scripts(master, backup, fault, stop, deleted, masterHeardLower, any),
                    saysDeleted,
                    priorityChanges,
                    mail,
                    webhooks);
        }
    }
}
