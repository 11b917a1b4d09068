package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a topology of what keepalived.conf says on each host: a pure function. What the topology has words for is said
 * in them, on trust: whether they can stand there its reader decides, and what that turns down is given back here, to
 * go over as lines of keepalived.conf.
 */
final class Importer {
    /** What the topology's own blocks are made of, and no block that goes over as it is. */
    private static final Set<String> READ = Set.of(
            "global_defs",
            "vrrp_instance",
            "vrrp_sync_group",
            "virtual_server",
            "vrrp_script",
            "vrrp_track_process",
            "track_process",
            "track_file",
            "vrrp_track_file");

    /** Names of services at their usual ports. */
    private static final Map<Integer, String> PORTS = Map.of(
            21,
            "ftp",
            22,
            "ssh",
            25,
            "smtp",
            53,
            "dns",
            80,
            "http",
            443,
            "https",
            3306,
            "mysql",
            5432,
            "postgres",
            6443,
            "kubernetes");

    private final Draft draft;
    private final Map<String, Object> topology = new LinkedHashMap<>();
    private final Set<String> directors = new LinkedHashSet<>();

    /** Names that are taken, also by what was turned down: so a name means the same each time. */
    private final Set<String> names = new LinkedHashSet<>();

    private Importer(Draft draft) {
        this.draft = draft;
    }

    /**
     * A topology.
     *
     * @param text of topology.yml
     * @param findings what is not said in the topology's own words, or not at all
     * @param origins dotted name of what is said in it → what it was made of
     * @param instanceNames host → what each of its instances is called there → its name in the topology
     */
    record Imported(
            String text,
            List<Finding> findings,
            Map<String, List<Statement>> origins,
            Map<String, Map<String, String>> instanceNames) {}

    /**
     * The topology of these hosts.
     *
     * @param inventory what the topology names as its inventory
     * @param refused dotted names of what its reader has turned down
     */
    static Imported of(List<Source> sources, String inventory, Set<String> refused) {
        Draft draft = new Draft(sources, refused);
        return new Importer(draft).imported(inventory);
    }

    private Imported imported(String inventory) {
        topology.put("inventory", inventory);
        TrackerImport trackers = new TrackerImport(draft);
        trackers.offer();
        GlobalImport globals = new GlobalImport(draft);
        Optional<Map<String, Object>> mail = globals.mail();
        Map<String, Object> instances = instances(globals.version(), mail.isPresent());
        Map<String, Object> groups = syncGroups(mail.isPresent());
        Map<String, Object> services = services();
        Map<String, Object> tracked = trackers.take();
        Map<String, Object> global = globals.global();
        keepTheRest();
        draft.sources().stream()
                .map(Source::host)
                .filter(host -> !draft.members().contains(host))
                .forEach(directors::add);
        put("instances", instances);
        if (!directors.isEmpty()) {
            topology.put("directors", new ArrayList<>(directors));
        }
        put("sync_groups", groups);
        put("track", tracked);
        mail.ifPresent(written -> topology.put("mail", written));
        put("global", global);
        rawBlocks(globals.rest());
        put("services", services);
        return new Imported(YamlText.of(topology), List.copyOf(draft.findings), draft.origins(), draft.instanceNames());
    }

    private void put(String key, Map<String, Object> block) {
        if (!block.isEmpty()) {
            topology.put(key, block);
        }
    }

    private Map<String, Object> instances(int version, boolean hasMail) {
        Map<String, Object> instances = new LinkedHashMap<>();
        routers().forEach((key, blocks) -> {
            Statement first = blocks.values().iterator().next();
            String chosen = free("instances.", String.join(" ", first.words()), "_");
            Optional<Map<String, Object>> read = new InstanceImport(draft, chosen, blocks).read(version, hasMail);
            if (read.isEmpty()) {
                keep(first, blocks, "this instance cannot be said in the topology's words");
                return;
            }
            instances.put(chosen, read.get());
            blocks.forEach((host, block) -> {
                if (!String.join(" ", block.words()).equals(chosen)) {
                    draft.findings.add(Finding.note(
                            block,
                            block.shown() + " is called " + chosen + " on all members, as events and programs hear"));
                }
            });
        });
        return instances;
    }

    /** The same virtual router on several hosts: by its number and family, and by its interface where that is not enough. */
    private Map<String, Map<String, Statement>> routers() {
        Map<String, Map<String, Statement>> routers = new LinkedHashMap<>();
        for (Source source : draft.sources()) {
            for (Statement block : source.statements()) {
                if (block.keyword().equals("vrrp_instance")) {
                    String key = routerKey(block);
                    if (routers.getOrDefault(key, Map.of()).containsKey(source.host())) {
                        key += " " + word(block, "interface");
                    }
                    if (routers.getOrDefault(key, Map.of()).containsKey(source.host())) {
                        key += " " + block.place();
                    }
                    routers.computeIfAbsent(key, unused -> new LinkedHashMap<>())
                            .put(source.host(), block);
                }
            }
        }
        return routers;
    }

    private static String routerKey(Statement block) {
        boolean ipv6 = Source.last(block.inner(), "virtual_ipaddress").stream()
                .flatMap(list -> list.inner().stream())
                .anyMatch(line -> line.keyword().contains(":"));
        return word(block, "virtual_router_id") + (ipv6 ? " IPv6" : " IPv4");
    }

    private static String word(Statement block, String keyword) {
        return Source.last(block.inner(), keyword).flatMap(Statement::word).orElse("");
    }

    /** A block goes over as it is, on each host. */
    private void keep(Statement first, Map<String, Statement> blocks, String why) {
        draft.findings.add(Finding.note(first, first.shown() + " stays as it is: " + why));
        blocks.forEach(draft::keep);
    }

    private Map<String, Object> syncGroups(boolean hasMail) {
        Map<String, Object> groups = new LinkedHashMap<>();
        draft.named("vrrp_sync_group").forEach((name, blocks) -> {
            Statement first = blocks.values().iterator().next();
            Map<String, List<Statement>> inner = new LinkedHashMap<>();
            blocks.forEach((host, block) -> inner.put(host, renamed(host, block)));
            Map<String, Statement> byOurNames = new LinkedHashMap<>();
            blocks.forEach((host, block) -> byOurNames.put(host, block.with(inner.get(host))));
            List<Finding> differences = new ArrayList<>();
            Across across = new Across(name, inner, differences);
            Optional<List<String>> members = across.one(
                    "group",
                    list -> Optional.of(
                            list.inner().stream().map(Statement::head).toList()));
            boolean known = blocks.entrySet().stream().allMatch(entry -> isKnown(entry.getKey(), entry.getValue()));
            if (members.isEmpty() || !known || !draft.offer("sync_groups." + name, List.copyOf(blocks.values()))) {
                keep(first, byOurNames, "not all of it can be said in the topology's words");
                return;
            }
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("instances", members.get());
            new Notices(draft, across, "sync_groups." + name).addTo(group, hasMail);
            Rest rest = across.rest();
            if (!rest.isEmpty() || !differences.isEmpty()) {
                keep(
                        first,
                        byOurNames,
                        rest.isEmpty()
                                ? differences.get(0).message()
                                : "no word for " + rest.first().shown());
                return;
            }
            groups.put(name, group.size() == 1 ? members.get() : group);
        });
        return groups;
    }

    private boolean isKnown(String host, Statement group) {
        return group.inner().stream()
                .filter(each -> each.keyword().equals("group"))
                .flatMap(each -> each.inner().stream())
                .allMatch(member -> draft.instanceName(host, member.head()).isPresent());
    }

    /** The group with its instances by the topology's names. */
    private List<Statement> renamed(String host, Statement group) {
        return group.inner().stream()
                .map(each -> each.keyword().equals("group")
                        ? each.with(each.inner().stream()
                                .map(member -> new Statement(
                                        draft.instanceName(host, member.head()).orElse(member.head()),
                                        member.place(),
                                        List.of(),
                                        Optional.empty()))
                                .toList())
                        : each)
                .toList();
    }

    private Map<String, Object> services() {
        Map<String, Object> services = new LinkedHashMap<>();
        Map<String, Map<String, Statement>> servers = new LinkedHashMap<>();
        for (Source source : draft.sources()) {
            for (Statement block : source.statements()) {
                if (block.keyword().equals("virtual_server")) {
                    servers.computeIfAbsent(block.head() + word(block, "protocol"), unused -> new LinkedHashMap<>())
                            .put(source.host(), block);
                }
            }
        }
        servers.values().forEach(blocks -> service(services, blocks));
        return services;
    }

    private void service(Map<String, Object> services, Map<String, Statement> blocks) {
        Statement first = blocks.values().iterator().next();
        try {
            Map<String, Object> service = new ServiceImport(first).read();
            String name = name(service);
            boolean alike =
                    blocks.values().stream().map(Statement::lines).distinct().count() == 1;
            Set<String> holders = draft.holders((String) service.get("vip"));
            boolean heldHere = holders.isEmpty() || holders.equals(blocks.keySet());
            if (!alike || !heldHere) {
                keep(
                        first,
                        blocks,
                        alike ? "it is not on every host that may hold its VIP" : "it differs between hosts");
            } else if (draft.offer("services." + name, List.copyOf(blocks.values()))) {
                services.put(name, service);
                if (holders.isEmpty()) {
                    directors.addAll(blocks.keySet());
                    draft.findings.add(Finding.note(
                            first,
                            "no instance holds the VIP of " + first.shown()
                                    + "; its hosts become directors that balance without one"));
                }
            } else {
                keep(first, blocks, "the topology does not take it");
            }
        } catch (NoWord noWord) {
            keep(
                    first,
                    blocks,
                    noWord.getMessage() + " in " + noWord.statement().place());
        }
    }

    private String name(Map<String, Object> service) {
        Object port = service.get("port");
        String protocol = service.containsKey("protocol") ? "-" + service.get("protocol") : "";
        String plain = PORTS.getOrDefault(port, port.equals(0) ? "every-port" : "port-" + port) + protocol;
        return free("services.", plain, "-");
    }

    private String free(String kind, String wanted, String separator) {
        String name = wanted;
        for (int number = 2; !names.add(kind + name); number++) {
            name = wanted + separator + number;
        }
        return name;
    }

    private void keepTheRest() {
        Set<List<String>> told = new LinkedHashSet<>();
        for (Source source : draft.sources()) {
            for (Statement block : source.statements()) {
                if (!READ.contains(block.keyword())) {
                    draft.keep(source.host(), block);
                    if (told.add(block.lines())) {
                        draft.findings.add(Finding.note(
                                block, block.shown() + " stays as it is: the topology has no word for it here"));
                    }
                }
            }
        }
    }

    private void rawBlocks(Rest globals) {
        Rest rest = new Across("keepalived.conf", draft.raw(), draft.findings)
                .rest()
                .behind(globals);
        if (!rest.isEmpty()) {
            topology.put(
                    "keepalived",
                    new YamlText.Remarked(
                            "No words for all of these: " + String.join(", ", rest.keywords()) + ". Taken as they are.",
                            rest.yaml()));
        }
    }
}
