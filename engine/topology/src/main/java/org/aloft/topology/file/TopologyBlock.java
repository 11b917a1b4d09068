package org.aloft.topology.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.inventory.HostReader;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.InventoryReader;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.model.OtherHosts;
import org.aloft.topology.model.ProxyStats;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.YamlValue;

/**
 * The whole file, block by block.
 *
 * <pre>{@code
 * inventory: hosts.ini        # or a list; relative to this file
 * agent: aloftd               # or keepalived
 * instances: {…}
 * directors: [lvs3]           # that balance without an instance
 * announce: {…}               # to routers: AnnounceBlock
 * sync_groups: {…}            # and track, mail, webhooks, global, keepalived: AgentSettingsBlock
 * services: {…}
 * hosts: {…}
 * verify: {…}
 * }</pre>
 */
record TopologyBlock(
        Map<String, Host> hosts,
        OtherHosts otherHosts,
        InventoryNames inventoryNames,
        AgentKind agent,
        AgentSettingsBlock agentSettings,
        Optional<ProxyStats> proxyStats,
        List<InstanceBlock> instances,
        Set<String> directors,
        Optional<AnnounceBlock> announce,
        List<ServiceBlock> services,
        Map<String, LocatedSettings> hostSettings,
        VerifyBlock verify) {

    private static final Key<String> INVENTORY = Key.text("inventory", text -> text, "Write `hosts.ini`.")
            .withShape(new Shape.Many(new Shape.Text()))
            .help("Inventories of Ansible, INI or YAML, relative to this file; a later one wins.");
    private static final Key<AgentKind> AGENT =
            Key.choice("agent", agents()).otherwise("aloftd").help("The daemon that runs on the directors.");
    private static final Key<Void> INSTANCES = Key.structure(
                    "instances", new Shape.Names(new Shape.Map(InstanceBlock.KEYS)))
            .help("VRRP: who holds which VIPs.");
    private static final Key<Void> INSTANCES_REQUIRED = INSTANCES.required("instances: {VI_1: …}");
    private static final Key<String> DIRECTORS = Key.text("directors", text -> text, "Name hosts of the inventory.")
            .withShape(new Shape.Many(new Shape.Text()))
            .help(
                    "Hosts or groups that balance services whose VIPs no instance holds, as where a router sends to them.");
    private static final Key<Void> SERVICES = Key.structure(
                    "services", new Shape.Names(new Shape.Map(ServiceBlock.KEYS)))
            .help("What answers behind a VIP.");
    private static final Key<Void> VERIFY =
            Key.structure("verify", new Shape.Map(VerifyBlock.KEYS)).help("How failover is proven.");

    /** Keys that begin with x- hold anchors. */
    static final Keys KEYS = Keys.of(
                    INVENTORY,
                    AGENT,
                    INSTANCES,
                    DIRECTORS,
                    AnnounceBlock.ANNOUNCE,
                    SyncGroupBlock.SYNC_GROUPS,
                    TrackersBlock.TRACK,
                    MailBlock.MAIL,
                    NoticesBlock.WEBHOOKS,
                    GlobalBlock.GLOBAL,
                    RawLines.WHOLE_BLOCKS,
                    HaproxyBlock.HAPROXY,
                    SERVICES,
                    HostsReader.HOSTS,
                    VERIFY)
            .free("x-")
            .notYet("Put variables into the inventory, or into group_vars/ beside it.", "vars", "vars_files");

    static Optional<TopologyBlock> read(
            YamlValue root,
            Path file,
            List<Path> extraInventories,
            Map<String, String> settings,
            List<String> extraVariables,
            Vault vault,
            SshConfigFiles sshConfig,
            Problems problems) {
        Template untouched = Template.withoutVariables("the topology's inventory", vault, problems);
        return Block.of(root, "", untouched, problems).map(top -> {
            top.check(KEYS, required(top));
            Inventory inventory = inventory(top, file, extraInventories, settings, extraVariables, vault);
            return Block.of(root, "", Template.shared(inventory, problems), problems)
                    .map(block -> read(block, file, inventory, new SshConfigReader(sshConfig)))
                    .orElseThrow();
        });
    }

    /** Without directors that balance alone there must be an instance. */
    private static List<Key<?>> required(Block top) {
        List<Key<?>> present = new ArrayList<>(KEYS.all());
        if (!top.has(DIRECTORS.name())) {
            present.add(INSTANCES_REQUIRED);
        }
        return present;
    }

    /** The inventories alone, whatever else the file says. */
    static Optional<Inventory> readInventory(
            YamlValue root,
            Path file,
            List<Path> extraInventories,
            Map<String, String> settings,
            List<String> extraVariables,
            Vault vault,
            Problems problems) {
        Template untouched = Template.withoutVariables("the topology's inventory", vault, problems);
        return Block.of(root, "", untouched, problems)
                .map(top -> inventory(top, file, extraInventories, settings, extraVariables, vault));
    }

    private static Inventory inventory(
            Block top,
            Path file,
            List<Path> extraInventories,
            Map<String, String> settings,
            List<String> extraVariables,
            Vault vault) {
        return new InventoryReader(top.problems(), vault)
                .read(
                        inventories(top, file, extraInventories),
                        Optional.of(file.getParent() == null ? Path.of("") : file.getParent()),
                        settings,
                        extraVariables);
    }

    private static List<Located<Path>> inventories(Block top, Path file, List<Path> extraInventories) {
        List<Located<Path>> inventories = new ArrayList<>();
        for (Located<String> name : top.texts("inventory")) {
            if (name.value().isEmpty() || name.value().indexOf('\0') >= 0) {
                top.problems().add(name.at(), name.key(), "bad-name", "must name a file", "Write `hosts.ini`.");
            } else {
                inventories.add(name.with(inventory(file, name.value())));
            }
        }
        extraInventories.forEach(extra -> inventories.add(new Located<>(extra, Position.wholeFile(extra), "")));
        if (inventories.isEmpty() && !top.has("inventory")) {
            top.problems().add(top.at(), "", "missing-key", "`inventory` is missing", "Add `inventory: hosts.ini`.");
        }
        return inventories;
    }

    /** A file or folder beside the topology, or host names with commas between them. */
    private static Path inventory(Path file, String name) {
        Path beside = file.resolveSibling(HomeFolder.resolve(name));
        return name.contains(",") && !Files.exists(beside) ? Path.of(name) : beside;
    }

    private static TopologyBlock read(Block block, Path file, Inventory inventory, SshConfigReader sshConfig) {
        List<InstanceBlock> instances = new ArrayList<>();
        block.block(INSTANCES)
                .ifPresent(written -> each(
                        written,
                        "an instance",
                        entry -> instances.add(InstanceBlock.read(entry.key(), entry.block(), inventory))));
        List<ServiceBlock> services = new ArrayList<>();
        block.block(SERVICES)
                .ifPresent(written -> each(
                        written,
                        "a service",
                        entry -> services.addAll(ServiceBlock.read(entry.key(), entry.block(), inventory))));
        AgentKind agent = block.orFallback(AGENT);
        HostNames names = new HostNames(inventory, block.problems());
        Set<String> directors = directors(block, names);
        Set<String> agents = new LinkedHashSet<>(directors);
        instances.forEach(instance -> agents.addAll(instance.members().keySet()));
        AgentSettingsBlock agentSettings = AgentSettingsBlock.read(block, instances, agents, inventory);
        Set<String> passwords = new LinkedHashSet<>();
        instances.forEach(instance -> instance.password().ifPresent(password -> passwords.add(password.value())));
        Optional<AnnounceBlock> announce = AnnounceBlock.read(block, names);
        announce.flatMap(AnnounceBlock::password).ifPresent(password -> passwords.add(password.reveal()));
        Map<String, LocatedSettings> settings = new HostsReader(block, inventory, file, passwords).read();
        VerifyBlock verify = block.block(VERIFY)
                .map(written -> VerifyBlock.read(written, names))
                .orElse(VerifyBlock.none());
        Set<String> touched = touched(instances, services, settings, verify, names);
        touched.addAll(directors);
        HostReader reader = new HostReader(inventory, sshConfig, block.problems());
        Map<String, Host> hosts = reader.read(touched);
        new InstanceChecks(instances, hosts, block.problems()).run();
        new AdvertChecks(instances, hosts, block.problems()).run();
        new AgentSettingsChecks(instances, agentSettings, agent, block.problems()).run();
        new NetworkChecks(instances, hosts, block.problems()).run();
        new ServiceChecks(services, instances, hosts, directors, block.problems()).run();
        announce.ifPresent(
                written -> new AnnounceChecks(written, directors, hosts, instances, block.problems()).run(services));
        new HostSettingsChecks(settings, agent, instances, services, block.problems()).run();
        return new TopologyBlock(
                hosts,
                reader.others(touched),
                inventory.names(),
                agent,
                agentSettings,
                HaproxyBlock.stats(block),
                instances,
                directors,
                announce,
                services,
                settings,
                verify);
    }

    private static Set<String> directors(Block block, HostNames names) {
        Set<String> directors = new LinkedHashSet<>();
        block.texts(DIRECTORS.name())
                .forEach(name -> directors.addAll(names.hostsOf(name.value(), name.at(), name.key())));
        return directors;
    }

    /** A named block within a block. */
    private record Named(String key, Block block) {}

    private static void each(Block block, String what, java.util.function.Consumer<Named> reader) {
        if (block.entries().isEmpty()) {
            block.problems()
                    .add(block.at(), block.path(), "empty", "there must be " + what, "Add one, or remove the key.");
        }
        block.entries()
                .forEach(entry -> Block.of(entry.value(), block.pathOf(entry.key()), block.template(), block.problems())
                        .ifPresent(inner -> reader.accept(new Named(entry.key(), inner))));
    }

    private static Map<String, AgentKind> agents() {
        Map<String, AgentKind> agents = new LinkedHashMap<>();
        agents.put("aloftd", AgentKind.ALOFTD);
        agents.put("keepalived", AgentKind.KEEPALIVED);
        return agents;
    }

    private static Set<String> touched(
            List<InstanceBlock> instances,
            List<ServiceBlock> services,
            Map<String, LocatedSettings> settings,
            VerifyBlock verify,
            HostNames names) {
        Set<String> touched = new LinkedHashSet<>(settings.keySet());
        instances.forEach(instance -> instance.members().forEach((host, priority) -> {
            if (names.isHost(host, priority.at(), priority.key())) {
                touched.add(host);
            }
        }));
        services.forEach(service -> touched.addAll(service.hosts()));
        verify.from().ifPresent(touched::add);
        return touched;
    }

    /** Once there are no problems. */
    Topology build() {
        Map<String, HostSettings> settings = new LinkedHashMap<>();
        hostSettings.forEach((host, written) -> settings.put(host, written.build()));
        List<VrrpInstance> built =
                instances.stream().map(instance -> instance.build(hosts)).toList();
        List<VirtualService> builtServices =
                services.stream().map(service -> service.build(hosts)).toList();
        Optional<Announcement> announcement = announce.map(AnnounceBlock::build);
        return new Topology(
                hosts,
                otherHosts,
                inventoryNames,
                agent,
                agentSettings.build(),
                proxyStats,
                built,
                directors,
                announcement,
                builtServices,
                settings,
                verify.build(built, announcement, builtServices));
    }
}
