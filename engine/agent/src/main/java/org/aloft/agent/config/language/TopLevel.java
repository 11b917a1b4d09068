package org.aloft.agent.config.language;

import java.util.Comparator;
import java.util.List;
import org.aloft.agent.config.text.Statement;

/** The blocks that may stand outside any other. */
final class TopLevel {
    static final Vocabulary<ConfigurationDraft> VOCABULARY = new Vocabulary<ConfigurationDraft>("the top level")
            .block(
                    "global_defs",
                    (arguments, draft) -> GlobalDefinitionsLanguage.VOCABULARY.read(
                            arguments.block(), draft.global, arguments.problems()))
            .with(() -> ProcessLanguage.OUTSIDE, draft -> draft.global.process)
            .with(() -> StaticLanguage.VOCABULARY, draft -> draft.statics)
            .block("vrrp_instance", VrrpInstanceLanguage::read)
            .block("vrrp_sync_group", VrrpSyncGroupLanguage::read)
            .block("vrrp_script", VrrpScriptLanguage::read)
            .block("vrrp_track_process", TrackProcessLanguage::read)
            .block("track_file", TrackFileLanguage::read)
            .block("vrrp_track_file", TrackFileLanguage::read)
            .block("bfd_instance", BfdLanguage::read)
            .block("garp_group", GarpGroupLanguage::read)
            .block("interface_up_down_delays", (arguments, draft) -> draft.tracking.interfaceDelays.read(arguments))
            .block("virtual_server_group", VirtualServerGroupLanguage::read)
            .block("virtual_server", VirtualServerLanguage::read)
            .block("SSL", SslLanguage::read);

    private TopLevel() {}

    /** Defaults from {@code global_defs} hold for every block, wherever in the file they stand. */
    static List<Statement> globalsFirst(List<Statement> statements) {
        return statements.stream()
                .sorted(Comparator.comparing(statement -> !statement.name().equals("global_defs")))
                .toList();
    }
}
