package org.aloft.topology.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code instances}, each value checked by itself. What could not be read is missing here, and a problem
 * says why.
 *
 * <pre>{@code
 * VI_1:
 *   virtual_router_id: 10
 *   interface: ens33
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
        Optional<Located<String>> networkInterface,
        Map<String, Located<Priority>> members,
        List<Located<IpPrefix>> vips,
        Optional<Located<Duration>> advertInterval,
        int version,
        boolean preempt,
        Optional<Located<String>> password) {

    private static final List<String> KEYS = List.of(
            "virtual_router_id",
            "interface",
            "members",
            "vips",
            "advert_interval",
            "version",
            "preempt",
            "authentication");
    private static final Duration ADVERT_INTERVAL = Duration.ofSeconds(1);

    static InstanceBlock read(String name, Block block) {
        block.allow(KEYS);
        NameRules.check(new Located<>(name, block.at(), block.path()), NameRule.INSTANCE, block.problems());
        block.missing("virtual_router_id", "virtual_router_id: 10");
        block.missing("interface", "interface: eth0");
        block.missing("members", "members: {lvs1: 100, lvs2: 90}");
        block.missing("vips", "vips: [192.168.100.10]");
        int version = block.choice("version", new TreeMap<>(Map.of("2", 2, "3", 3)))
                .map(Located::value)
                .orElse(2);
        return new InstanceBlock(
                new Located<>(name, block.at(), block.path()),
                block.parsed("virtual_router_id", Values.integer("virtual_router_id", 1, 255), "Choose a free one.")
                        .map(id -> id.with(new VirtualRouterId(id.value()))),
                block.parsed(
                        "interface",
                        NameRule.INTERFACE::check,
                        "Name one that `ip link` shows on the members, without @ and what follows it."),
                members(block),
                vips(block),
                advertInterval(block, version),
                version,
                block.truth("preempt").orElse(true),
                password(block, version));
    }

    /** RFC 3768 §5.3.7: whole seconds, 8 bits. RFC 9568 §5.2.7: hundredths of a second, 12 bits. */
    private static Optional<Located<Duration>> advertInterval(Block block, int version) {
        Optional<Located<Duration>> interval = version == 2
                ? block.parsed(
                        "advert_interval",
                        Values.duration("advert_interval", Duration.ofMillis(10), Duration.ofSeconds(255)),
                        "Write 1s.")
                : block.parsed(
                        "advert_interval",
                        Values.duration("advert_interval", Duration.ofMillis(10), Duration.ofMillis(40_950)),
                        "Write 1s, or 100ms.");
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
        block.block("members").ifPresent(written -> {
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
                        .flatMap(text -> written.parse(
                                text,
                                Values.integer("priority", 1, 255),
                                "Give the preferred director the highest number, such as 100."))
                        .ifPresent(priority -> members.put(
                                member.key(), new Located<>(new Priority(priority.value()), member.keyAt(), key)));
            }
        });
        return members;
    }

    private static List<Located<IpPrefix>> vips(Block block) {
        List<Located<IpPrefix>> vips = new ArrayList<>();
        block.texts("vips").forEach(text -> block.parse(
                        text, Values::virtualAddress, "Write the address in numbers: 192.168.100.10")
                .ifPresent(vips::add));
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

    private static Optional<Located<String>> password(Block block, int version) {
        Optional<Block> authentication = block.block("authentication");
        authentication.ifPresent(written -> {
            written.allow(List.of("type", "password"));
            written.choice("type", Map.of("PASS", "PASS"));
            written.missing("type", "type: PASS");
            written.missing("password", "password: abc123");
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
        return authentication.flatMap(written -> written.text("password")).filter(text -> soundPassword(text, block));
    }

    /**
     * VRRPv2's field has 8 bytes. In keepalived.conf(5) blanks, quotes, braces, {@code # ! $ ~ @ `} and backslash mean
     * something, and not the same in every version; so they are refused, not escaped.
     */
    private static boolean soundPassword(Located<String> text, Block block) {
        boolean sound = text.value().matches("[A-Za-z0-9_.:/%+=,;^*?&<>()\\[\\]|-]{1,8}");
        if (!sound) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "bad-password",
                            "a password must be 1..8 letters, digits and . : / % + = , ; ^ * ? & < > ( ) [ ] | _ -",
                            "Choose another one; VRRP sends it in the clear, it only tells neighbours apart.");
        }
        return sound;
    }

    Duration advertIntervalOrDefault() {
        return advertInterval.map(Located::value).orElse(ADVERT_INTERVAL);
    }

    /** Once there are no problems. */
    VrrpInstance build() {
        Map<String, Priority> priorities = new LinkedHashMap<>();
        members.forEach((host, priority) -> priorities.put(host, priority.value()));
        return new VrrpInstance(
                name.value(),
                virtualRouterId.orElseThrow().value(),
                networkInterface.orElseThrow().value(),
                priorities,
                vips.stream().map(Located::value).toList(),
                advertIntervalOrDefault(),
                version,
                preempt,
                password.map(Located::value).map(Secret::new));
    }
}
