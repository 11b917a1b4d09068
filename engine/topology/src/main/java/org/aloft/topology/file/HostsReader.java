package org.aloft.topology.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;

/**
 * The block {@code hosts}: settings by host or group, brought together host by host. Lists add up. Where two entries
 * set the same file, directory, user, sysctl, route or thing of SELinux, the entry that names the host itself wins over
 * those of its groups; two groups must agree.
 */
final class HostsReader {
    static final Key<Void> HOSTS = Key.structure("hosts", new Shape.Names(new Shape.Map(HostSettingsBlock.KEYS)))
            .help("Host or group: what is wanted there beside what its role asks for.");

    private final Block top;
    private final Inventory inventory;
    private final Path topologyFile;
    private final Set<String> passwords;
    private final List<Disagreement> disagreements = new ArrayList<>();

    /** Two groups of a host differ; no mistake if the host has an entry of its own. */
    private record Disagreement(String host, String name, Position at, String key, Position other) {}

    HostsReader(Block top, Inventory inventory, Path topologyFile, Set<String> passwords) {
        this.top = top;
        this.inventory = inventory;
        this.topologyFile = topologyFile;
        this.passwords = passwords;
    }

    /** Host → settings, in the inventory's order. */
    Map<String, LocatedSettings> read() {
        Map<String, LocatedSettings> ofGroups = new LinkedHashMap<>();
        Map<String, LocatedSettings> ofHosts = new LinkedHashMap<>();
        HostNames names = new HostNames(inventory, top.problems());
        top.block(HOSTS).ifPresent(written -> written.entries().forEach(entry -> {
            Map<String, LocatedSettings> target = inventory.hasHost(entry.key()) ? ofHosts : ofGroups;
            String path = written.pathOf(entry.key());
            for (String host : names.hostsOf(entry.key(), entry.keyAt(), path)) {
                Template template = Template.forHost(host, inventory, top.problems());
                Block.of(entry.value(), path, template, top.problems())
                        .map(block -> new HostSettingsBlock(block, topologyFile, passwords).read())
                        .ifPresent(settings -> target.put(host, join(target.get(host), settings, host)));
            }
        }));
        Map<String, LocatedSettings> ordered = new LinkedHashMap<>();
        for (String host : inventory.hostNames()) {
            LocatedSettings own = ofHosts.get(host);
            LocatedSettings groups = ofGroups.get(host);
            if (own != null || groups != null) {
                ordered.put(host, own == null ? groups : override(groups, own));
            }
        }
        disagreements.stream()
                .filter(wrong -> ofHosts.get(wrong.host()) == null
                        || !ofHosts.get(wrong.host()).says(wrong.name()))
                .forEach(this::tell);
        return ordered;
    }

    /** What several groups say of one host. */
    private LocatedSettings join(LocatedSettings before, LocatedSettings added, String host) {
        if (before == null) {
            return added;
        }
        disagreements(before.files(), added.files(), host);
        disagreements(before.sysctls(), added.sysctls(), host);
        disagreements(before.routes(), added.routes(), host);
        disagreements(before.directories(), added.directories(), host);
        disagreements(before.users(), added.users(), host);
        disagreements(before.selinux().booleans(), added.selinux().booleans(), host);
        disagreements(before.selinux().ports(), added.selinux().ports(), host);
        return override(before, added);
    }

    private <T> void disagreements(Map<String, Located<T>> before, Map<String, Located<T>> added, String host) {
        added.forEach((name, value) -> {
            Located<T> other = before.get(name);
            if (other != null && !other.value().equals(value.value())) {
                disagreements.add(new Disagreement(host, name, value.at(), value.key(), other.at()));
            }
        });
    }

    private void tell(Disagreement wrong) {
        top.problems()
                .add(
                        wrong.at(),
                        wrong.key(),
                        "disagreement",
                        "two groups that share hosts want different things of " + wrong.name()
                                + ": the other stands in " + wrong.other().seenFrom(wrong.at()),
                        "Remove one of the two, or say in an entry of each shared host what holds there.");
    }

    private static LocatedSettings override(LocatedSettings weaker, LocatedSettings stronger) {
        LocatedSettings both = LocatedSettings.none();
        for (LocatedSettings settings : weaker == null ? List.of(stronger) : List.of(weaker, stronger)) {
            settings.packages().forEach(both.packages()::putIfAbsent);
            settings.services().forEach(both.services()::putIfAbsent);
            both.files().putAll(settings.files());
            both.sysctls().putAll(settings.sysctls());
            both.routes().putAll(settings.routes());
            settings.modules().forEach(both.modules()::putIfAbsent);
            settings.absent().forEach(both.absent()::putIfAbsent);
            both.directories().putAll(settings.directories());
            both.users().putAll(settings.users());
            both.selinux().booleans().putAll(settings.selinux().booleans());
            both.selinux().ports().putAll(settings.selinux().ports());
        }
        return both;
    }
}
