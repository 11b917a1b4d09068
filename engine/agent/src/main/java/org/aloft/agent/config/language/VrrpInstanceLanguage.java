package org.aloft.agent.config.language;

import java.util.Optional;
import org.aloft.agent.config.text.Position;

/** Keywords of {@code vrrp_instance}. */
final class VrrpInstanceLanguage {
    static final Vocabulary<VrrpInstanceDraft> VOCABULARY = new Vocabulary<VrrpInstanceDraft>("vrrp_instance")
            .word("interface", (arguments, draft) -> arguments
                    .word("the name of a network interface")
                    .ifPresent(value -> draft.networkInterface = Optional.of(value)))
            .word("virtual_router_id", (arguments, draft) -> draft.virtualRouterId = arguments.integer(1, 255))
            .word("lvs_sync_daemon_interface", (arguments, draft) -> draft.syncConnections(arguments))
            .with(() -> ElectionLanguage.VOCABULARY, draft -> draft.election)
            .with(() -> WireLanguage.VOCABULARY, draft -> draft.wire)
            .with(() -> HoldingLanguage.VOCABULARY, draft -> draft.holding)
            .with(() -> GratuitousArpLanguage.VOCABULARY, draft -> draft.gratuitousArp)
            .with(() -> TrackingLanguage.VOCABULARY, draft -> draft.tracking)
            .with(() -> NotificationLanguage.VOCABULARY, draft -> draft.notification);

    private VrrpInstanceLanguage() {}

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        VrrpInstanceDraft draft = new VrrpInstanceDraft(name, configuration);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        Position position = arguments.statement().position();
        name.flatMap(given -> draft.finish(given, arguments.statement(), arguments.problems()))
                .ifPresent(block -> {
                    configuration.add(block, position);
                    configuration.tracking.addInstance(block.name(), draft.tracking);
                });
    }
}
