package org.aloft.topology.file;

import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.AgentSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Located;

/**
 * What stands at the top of the file about the agent, beside instances and services: {@code track}, {@code sync_groups},
 * {@code mail}, {@code webhooks}, {@code global}, {@code keepalived}.
 */
record AgentSettingsBlock(
        TrackersBlock trackers,
        List<SyncGroupBlock> syncGroups,
        Optional<AgentSettings.Mail> mail,
        List<Located<Secret>> webhooks,
        GlobalBlock global,
        Optional<MaskedText> keepalived) {

    static AgentSettingsBlock read(Block top) {
        return new AgentSettingsBlock(
                top.block(TrackersBlock.TRACK).map(TrackersBlock::read).orElseGet(TrackersBlock::none),
                SyncGroupBlock.readAll(top),
                MailBlock.read(top),
                NoticesBlock.webhooks(top),
                GlobalBlock.read(top),
                RawLines.read(top));
    }

    AgentSettings build() {
        return new AgentSettings(
                trackers.build(),
                syncGroups.stream().map(SyncGroupBlock::build).toList(),
                mail,
                webhooks.stream().map(Located::value).toList(),
                global.scriptUser(),
                global.strict().isPresent(),
                keepalived);
    }
}
