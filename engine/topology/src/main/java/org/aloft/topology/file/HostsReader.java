package org.aloft.topology.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.HostSettings;

/**
 * The block {@code hosts}: settings by host or group, brought together host by host. Lists add up; where two entries
 * set the same file or sysctl, the entry that names the host itself wins, then the later one.
 */
final class HostsReader {
    private final Block top;
    private final Inventory inventory;
    private final Path topologyFile;

    HostsReader(Block top, Inventory inventory, Path topologyFile) {
        this.top = top;
        this.inventory = inventory;
        this.topologyFile = topologyFile;
    }

    /** Host → settings, in the inventory's order. */
    Map<String, HostSettings> read() {
        Map<String, HostSettings> ofGroups = new LinkedHashMap<>();
        Map<String, HostSettings> ofHosts = new LinkedHashMap<>();
        HostNames names = new HostNames(inventory, top.problems());
        top.block("hosts").ifPresent(written -> written.entries().forEach(entry -> {
            Map<String, HostSettings> target = inventory.hasHost(entry.key()) ? ofHosts : ofGroups;
            String path = written.pathOf(entry.key());
            for (String host : names.hostsOf(entry.key(), entry.keyAt(), path)) {
                Template template = Template.forHost(host, inventory, top.problems());
                Block.of(entry.value(), path, template, top.problems())
                        .map(block -> new HostSettingsBlock(block, topologyFile).read())
                        .ifPresent(settings -> target.merge(host, settings, HostsReader::join));
            }
        }));
        ofHosts.forEach((host, settings) -> ofGroups.merge(host, settings, HostsReader::join));
        Map<String, HostSettings> ordered = new LinkedHashMap<>();
        inventory.hostNames().stream()
                .filter(ofGroups::containsKey)
                .forEach(host -> ordered.put(host, ofGroups.get(host)));
        return ordered;
    }

    private static HostSettings join(HostSettings weaker, HostSettings stronger) {
        Map<String, HostSettings.FileContent> files = new LinkedHashMap<>(weaker.files());
        files.putAll(stronger.files());
        Map<String, String> sysctls = new LinkedHashMap<>(weaker.sysctls());
        sysctls.putAll(stronger.sysctls());
        return new HostSettings(
                join(weaker.packages(), stronger.packages()),
                files,
                join(weaker.services(), stronger.services()),
                sysctls);
    }

    private static List<String> join(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
