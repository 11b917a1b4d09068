package org.aloft.topology.file;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code instances}, each value checked by itself. What could not be read is missing here, and a problem
 * says why.
 *
 * <pre>{@code
 * VI_1:
 *   virtual_router_id: 10
 *   interface: ens33                                 # or {lvs1: ens33, lvs2: eth0}
 *   members: {lvs1: 100, lvs2: 90}
 *   vips: [192.168.100.10, 192.168.100.11/24]
 *   advert_interval: 1s
 *   version: 2
 *   preempt: true
 *   authentication: {type: PASS, password: abc123}
 * }</pre>
 */
record InstanceBlock(
        Located<String> name,
        Optional<Located<VirtualRouterId>> virtualRouterId,
        Map<String, Located<String>> interfaces,
        Map<String, Located<Priority>> members,
        List<Located<IpPrefix>> vips,
        Optional<Located<Duration>> advertInterval,
        int version,
        boolean preempt,
        Optional<Located<String>> password) {

    /** RFC 2338 §5.3.6: the field has 8 bytes. */
    private static final int PASSWORD_MOST = 8;

    private static final Key<Integer> VIRTUAL_ROUTER_ID = Key.whole("virtual_router_id", 1, 255, "Choose a free one.")
            .required("virtual_router_id: 10")
            .help("One for each virtual router of a network.");
    private static final Key<String> INTERFACE = Key.named(
                    "interface",
                    NameRule.INTERFACE,
                    "Name one that `ip link` shows on the members, without @ and what follows it.")
            .withShape(new Shape.Either(List.of(
                    new Shape.Pattern(NameRule.INTERFACE.regex()),
                    new Shape.Names(new Shape.Pattern(NameRule.INTERFACE.regex())))))
            .required("interface: eth0")
            .help("Where adverts and VIPs go; a map of member: interface where they differ.");
    private static final Key<Integer> PRIORITY =
            Key.whole("priority", 1, 255, "Give the preferred director the highest number, such as 100.");
    private static final Key<Void> MEMBERS = Key.structure("members", new Shape.Names(PRIORITY.shape()))
            .required("members: {lvs1: 100, lvs2: 90}")
            .help("Host: priority; the highest is active.");
    private static final Key<IpPrefix> VIPS = Key.prefixes("vips", "Write the address in numbers: 192.168.100.10")
            .required("vips: [192.168.100.10]")
            .help("Addresses that move together, with or without a prefix length.");
    private static final Key<Duration> ADVERT_INTERVAL = Key.time(
                    "advert_interval", Duration.ofMillis(10), Duration.ofSeconds(255), "Write 1s.")
            .otherwise("1s")
            .help("Time between adverts: whole seconds, or hundredths of a second up to 40.95s with version 3.");
    private static final Key<Duration> ADVERT_INTERVAL_OF_VERSION_3 =
            Key.time("advert_interval", Duration.ofMillis(10), Duration.ofMillis(40_950), "Write 1s, or 100ms.");
    private static final Key<Integer> VERSION = Key.choice("version", new TreeMap<>(Map.of("2", 2, "3", 3)))
            .otherwise("2")
            .help("VRRP version; 3 for IPv6 and for intervals below a second.");
    private static final Key<Boolean> PREEMPT =
            Key.truth("preempt").otherwise("true").help("Whether a higher priority takes the VIPs back.");
    private static final Key<String> TYPE = Key.choice("type", List.of("PASS"))
            .required("type: PASS")
            .alsoCalled(Map.of("ah", "Write PASS: AH was removed from VRRP (RFC 3768)."))
            .help("How members know each other.");
    private static final Key<String> PASSWORD = Key.text("password", text -> text, "")
            .required("password: abc123")
            .help("1..8 characters; VRRP sends it in the clear.");
    private static final Keys AUTHENTICATION_KEYS = Keys.of(TYPE, PASSWORD);
    private static final Key<Void> AUTHENTICATION = Key.structure(
                    "authentication",
                    new Shape.Map(AUTHENTICATION_KEYS),
                    "authentication: {type: PASS, password: abc123}")
            .help("VRRP version 2 only.");

    static final Keys KEYS =
            Keys.of(VIRTUAL_ROUTER_ID, INTERFACE, MEMBERS, VIPS, ADVERT_INTERVAL, VERSION, PREEMPT, AUTHENTICATION);

    static InstanceBlock read(String name, Block block, Inventory inventory) {
        block.check(KEYS);
        NameRules.check(new Located<>(name, block.at(), block.path()), NameRule.INSTANCE, block.problems());
        int version = block.orFallback(VERSION);
        Map<String, Located<Priority>> members = members(block);
        return new InstanceBlock(
                new Located<>(name, block.at(), block.path()),
                block.read(VIRTUAL_ROUTER_ID).map(id -> id.with(new VirtualRouterId(id.value()))),
                interfaces(block, members.keySet(), inventory),
                members,
                vips(block),
                advertInterval(block, version),
                version,
                block.orFallback(PREEMPT),
                password(block, version));
    }

    /** Member → its interface: one name for all, a template that is filled in for each, or a map. */
    private static Map<String, Located<String>> interfaces(Block block, Set<String> members, Inventory inventory) {
        Map<String, Located<String>> interfaces = new LinkedHashMap<>();
        if (block.value("interface").filter(YamlValue.Mapping.class::isInstance).isPresent()) {
            return interfacesByMember(block, members, inventory);
        }
        if (block.peek("interface").contains("{{")) {
            members.stream().filter(inventory::hasHost).forEach(host -> block.with(
                            Template.forHost(host, inventory, block.problems()))
                    .read(INTERFACE)
                    .ifPresent(name -> interfaces.put(host, name)));
            return interfaces;
        }
        block.read(INTERFACE).ifPresent(name -> members.forEach(host -> interfaces.put(host, name)));
        return interfaces;
    }

    private static Map<String, Located<String>> interfacesByMember(
            Block block, Set<String> members, Inventory inventory) {
        Map<String, Located<String>> interfaces = new LinkedHashMap<>();
        Block written =
                block.block(Key.structure("interface", INTERFACE.shape())).orElseThrow();
        for (YamlValue.Entry entry : written.entries()) {
            String key = written.pathOf(entry.key());
            if (!members.contains(entry.key()) && members.stream().allMatch(inventory::hasHost)) {
                block.problems()
                        .add(
                                entry.keyAt(),
                                key,
                                "unknown-member",
                                "must be a member of the instance: " + entry.key(),
                                Suggestion.fix(entry.key(), members, "Members"));
            }
            written.scalar(entry.value(), key)
                    .flatMap(text -> written.parse(text, INTERFACE))
                    .ifPresent(name -> interfaces.put(entry.key(), name));
        }
        for (String member : members) {
            if (!written.has(member) && inventory.hasHost(member)) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "missing-key",
                                "the interface of " + member + " is missing",
                                "Add `" + member + ": eth0`.");
            }
        }
        return interfaces;
    }

    /** RFC 3768 §5.3.7: whole seconds, 8 bits. RFC 9568 §5.2.7: hundredths of a second, 12 bits. */
    private static Optional<Located<Duration>> advertInterval(Block block, int version) {
        Optional<Located<Duration>> interval =
                block.read(version == 2 ? ADVERT_INTERVAL : ADVERT_INTERVAL_OF_VERSION_3);
        interval.ifPresent(written -> {
            Duration step = version == 2 ? Duration.ofSeconds(1) : Duration.ofMillis(10);
            if (!written.value().equals(step.multipliedBy(written.value().dividedBy(step)))) {
                block.problems()
                        .add(
                                written.at(),
                                written.key(),
                                "out-of-range",
                                "with version " + version + " it must be a multiple of " + Values.inWords(step) + ": "
                                        + Values.inWords(written.value()),
                                version == 2 ? "Use whole seconds, or add `version: 3`." : "Round it.");
            }
        });
        return interval;
    }

    private static Map<String, Located<Priority>> members(Block block) {
        Map<String, Located<Priority>> members = new LinkedHashMap<>();
        block.block(MEMBERS).ifPresent(written -> {
            if (written.entries().isEmpty()) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "empty",
                                "an instance must have at least one member",
                                "Add `members: {lvs1: 100, lvs2: 90}`.");
            }
            for (YamlValue.Entry member : written.entries()) {
                String key = written.pathOf(member.key());
                written.scalar(member.value(), key)
                        .flatMap(text -> written.parse(text, PRIORITY))
                        .ifPresent(priority -> members.put(
                                member.key(), new Located<>(new Priority(priority.value()), member.keyAt(), key)));
            }
        });
        return members;
    }

    private static List<Located<IpPrefix>> vips(Block block) {
        List<Located<IpPrefix>> vips = new ArrayList<>();
        boolean detailed = block.value("vips")
                .filter(value -> value instanceof YamlValue.Sequence list
                        && list.items().stream().anyMatch(YamlValue.Mapping.class::isInstance))
                .isPresent();
        if (detailed) {
            refuseDetails(block);
            return vips;
        }
        block.texts("vips").forEach(text -> vip(block, text).ifPresent(vips::add));
        if (vips.isEmpty()
                && block.value("vips")
                        .filter(value -> value instanceof YamlValue.Sequence list
                                && list.items().isEmpty())
                        .isPresent()) {
            block.problems()
                    .add(
                            block.value("vips").orElseThrow().at(),
                            block.pathOf("vips"),
                            "empty",
                            "an instance must have at least one VIP",
                            "Add `vips: [192.168.100.10]`.");
        }
        return vips;
    }

    /** {@code - {address: 10.0.0.9, interface: eth1}}: what the words behind an address are in keepalived.conf. */
    private static void refuseDetails(Block block) {
        YamlValue.Sequence list = (YamlValue.Sequence) block.value("vips").orElseThrow();
        list.items().stream().filter(YamlValue.Mapping.class::isInstance).forEach(item -> block.problems()
                .add(
                        item.at(),
                        block.pathOf("vips"),
                        "not-yet",
                        "a VIP must be an address alone, but this is a map",
                        "Write the address; for VIPs on another interface make an instance of their own."));
    }

    private static Optional<Located<IpPrefix>> vip(Block block, Located<String> text) {
        String[] words = text.value().split("\\s+", 2);
        if (words.length == 2) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "not-yet",
                            "a VIP must be an address alone, but there is more: " + words[1],
                            "Write " + words[0] + "; for VIPs on another interface make an instance of their own.");
            return Optional.empty();
        }
        return block.parse(text, VIPS);
    }

    private static Optional<Located<String>> password(Block block, int version) {
        Optional<Block> authentication = block.block(AUTHENTICATION);
        authentication.ifPresent(written -> {
            written.check(AUTHENTICATION_KEYS);
            written.read(TYPE);
            if (version == 3) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "conflict",
                                "VRRP version 3 has no authentication (RFC 9568 §9): version=3 and authentication are both set",
                                "Remove `authentication`, or use `version: 2`.");
            }
        });
        return authentication.flatMap(written -> written.read(PASSWORD)).filter(text -> soundPassword(text, block));
    }

    /**
     * VRRPv2's field has 8 bytes. In keepalived.conf(5) blanks, quotes, braces, {@code # ! $ ~ @ `} and backslash mean
     * something, and not the same in every version; so they are refused, not escaped.
     */
    private static boolean soundPassword(Located<String> text, Block block) {
        boolean sound = text.value().matches("[A-Za-z0-9_.:/%+=,;^*?&<>()\\[\\]|-]+");
        int bytes = text.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PASSWORD_MOST) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "long-password",
                            "a password must be 1..8 characters, the size of VRRP's field, but has " + bytes,
                            "Write its first 8: keepalived sends those and drops the others, so they are what members"
                                    + " that run know each other by.");
        }
        if (!sound) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "bad-password",
                            "a password must be 1..8 letters, digits and . : / % + = , ; ^ * ? & < > ( ) [ ] | _ -",
                            "Choose another one; VRRP sends it in the clear, it only tells neighbours apart.");
        }
        return sound && bytes <= PASSWORD_MOST;
    }

    Duration advertIntervalOrDefault() {
        return advertInterval.map(Located::value).orElseGet(ADVERT_INTERVAL::fallbackValue);
    }

    /** Once there are no problems. */
    VrrpInstance build() {
        Map<String, Priority> priorities = new LinkedHashMap<>();
        members.forEach((host, priority) -> priorities.put(host, priority.value()));
        Map<String, String> names = new LinkedHashMap<>();
        interfaces.forEach((host, written) -> names.put(host, written.value()));
        return new VrrpInstance(
                name.value(),
                virtualRouterId.orElseThrow().value(),
                names,
                priorities,
                vips.stream().map(Located::value).toList(),
                advertIntervalOrDefault(),
                version,
                preempt,
                password.map(Located::value).map(Secret::new));
    }
}
