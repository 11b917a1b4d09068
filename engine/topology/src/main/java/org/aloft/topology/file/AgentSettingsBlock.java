package org.aloft.topology.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
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
        Map<String, MaskedText> keepalived) {

    /**
     * Reads them.
     *
     * @param directors who has a configuration of the agent's
     */
    static AgentSettingsBlock read(
            Block top, List<InstanceBlock> instances, Set<String> directors, Inventory inventory) {
        return new AgentSettingsBlock(
                top.block(TrackersBlock.TRACK).map(TrackersBlock::read).orElseGet(TrackersBlock::none),
                SyncGroupBlock.readAll(top, instances, inventory),
                MailBlock.read(top),
                NoticesBlock.webhooks(top),
                GlobalBlock.read(top),
                RawLines.ofDirectors(top, directors, inventory));
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
