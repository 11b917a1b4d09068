package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.config.text.Position;

/** Keywords of {@code vrrp_sync_group}. */
final class VrrpSyncGroupLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_sync_group")
            .block("group", (arguments, draft) -> arguments.block().forEach(line -> {
                draft.instances.add(line.name());
                line.values().forEach(word -> draft.instances.add(word.text()));
            }))
            .word("sync_group_tracking_weight", (arguments, draft) -> draft.differingWeights = arguments.flag())
            .word("global_tracking", (arguments, draft) -> draft.differingWeights = arguments.flag())
            .with(() -> TrackingLanguage.LISTS, draft -> draft.tracking)
            .with(() -> NotificationLanguage.GROUP_VOCABULARY, draft -> draft.notification);

    private VrrpSyncGroupLanguage() {}

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        Position position = arguments.statement().position();
        if (draft.instances.isEmpty()) {
            arguments.problems().error(position, "vrrp_sync_group needs members; add group { NAME … }");
        }
        name.map(given -> new VrrpSyncGroupBlock(
                        given, draft.instances, draft.differingWeights, draft.notification.finish()))
                .ifPresent(block -> {
                    configuration.add(block, position);
                    configuration.tracking.addGroup(block, draft.tracking);
                });
    }

    /** Confined to the reading thread. */
    private static final class Draft {
        final List<String> instances = new ArrayList<>();
        boolean differingWeights;
        final TrackingLanguage.Draft tracking = new TrackingLanguage.Draft();
        final NotificationLanguage.Draft notification = new NotificationLanguage.Draft();
    }
}
