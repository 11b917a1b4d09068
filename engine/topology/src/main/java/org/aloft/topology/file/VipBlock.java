package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualAddress;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * One of an instance's {@code vips}: an address, or a map.
 *
 * <pre>{@code
 * vips:
 *   - 192.168.100.10/24
 *   - {address: 10.0.0.9/24, interface: eth1, label: "eth1:1", scope: link}
 *   - {address: "2001:db8::9/64", excluded: true}
 * }</pre>
 */
record VipBlock(
        Located<IpPrefix> address,
        Map<String, Located<String>> interfaces,
        Optional<Located<String>> label,
        Optional<Located<String>> scope,
        boolean excluded) {

    private static final String NUMBERS = "Write the address in numbers: 192.168.100.10";
    private static final Key<IpPrefix> ADDRESS =
            Key.prefix("address", NUMBERS).required("address: 192.168.100.10").help("With or without a prefix length.");
    private static final Key<String> INTERFACE = Key.named(
                    "interface", NameRule.INTERFACE, "Name one that `ip link` shows on the members.")
            .withShape(new Shape.Either(List.of(
                    new Shape.Pattern(NameRule.INTERFACE.regex()),
                    new Shape.Names(new Shape.Pattern(NameRule.INTERFACE.regex())))))
            .help("Where this VIP is put, where that is not the instance's interface; a map of member: interface where"
                    + " they differ.");
    private static final Key<String> LABEL =
            Key.named("label", NameRule.LABEL, "Write `eth1:1`.").help("What `ip` shows the VIP under; IPv4 only.");
    private static final Key<String> SCOPE = Key.choice("scope", List.of("global", "site", "link", "host"))
            .help("The scope of ip-address(8); global unless said.");
    private static final Key<Boolean> EXCLUDED = Key.truth("excluded")
            .otherwise("false")
            .help("Whether adverts do not name it: IPv6 beside IPv4, or more VIPs than an advert holds.");
    private static final Keys VIP_KEYS =
            Keys.of(ADDRESS, INTERFACE, LABEL, SCOPE, EXCLUDED).alsoCalled("dev", "Write `interface: eth1`.");

    static final Key<IpPrefix> VIPS = Key.prefix("vips", NUMBERS)
            .withShape(new Shape.Many(new Shape.Either(List.of(ADDRESS.shape(), new Shape.Map(VIP_KEYS)))))
            .required("vips: [192.168.100.10]")
            .help(
                    "Addresses that move together, with or without a prefix length; a map for one of which more is said.");

    /** Those of an instance; those that adverts do not name stand behind the others. */
    static List<VipBlock> readAll(Block instance, MemberValues byMember) {
        List<VipBlock> vips = new ArrayList<>();
        instance.items("vips").forEach(item -> read(instance, item, byMember).ifPresent(vips::add));
        vips.sort(Comparator.comparing(VipBlock::excluded));
        boolean none = instance.value("vips")
                .filter(value ->
                        value instanceof YamlValue.Sequence list && list.items().isEmpty())
                .isPresent();
        boolean allExcluded = !vips.isEmpty() && vips.stream().allMatch(VipBlock::excluded);
        if (none || allExcluded) {
            instance.refuse(
                    "vips",
                    "empty",
                    none ? "an instance must have at least one VIP" : "an instance must have a VIP that adverts name",
                    none ? "Add `vips: [192.168.100.10]`." : "Remove `excluded: true` from one of them.");
        }
        return vips;
    }

    private static Optional<VipBlock> read(Block instance, YamlValue item, MemberValues byMember) {
        String path = instance.pathOf("vips");
        if (item instanceof YamlValue.Mapping) {
            return Block.of(item, path, instance.template(), instance.problems())
                    .flatMap(written -> detailed(written, byMember));
        }
        return instance.scalar(item, path)
                .flatMap(text -> address(instance, text))
                .map(address -> new VipBlock(address, Map.of(), Optional.empty(), Optional.empty(), false));
    }

    private static Optional<Located<IpPrefix>> address(Block instance, Located<String> text) {
        String[] words = text.value().split("\\s+");
        if (words.length == 1) {
            return instance.parse(text, VIPS);
        }
        instance.problems()
                .add(
                        text.at(),
                        text.key(),
                        "keepalived-word",
                        "a VIP must be an address alone or a map, but this is a line of keepalived's: " + text.value(),
                        "Write `" + asMap(words) + "`.");
        return Optional.empty();
    }

    /** {@code 10.0.0.9 dev eth1 label eth1:0} as it is written here. */
    private static String asMap(String... words) {
        Map<String, String> ours = Map.of("dev", "interface", "label", "label", "scope", "scope");
        StringBuilder map = new StringBuilder("{address: ").append(words[0]);
        for (int i = 1; i + 1 < words.length; i += 2) {
            String key = ours.get(words[i]);
            if (key != null) {
                String value = words[i + 1];
                map.append(", ").append(key).append(": ").append(value.contains(":") ? '"' + value + '"' : value);
            }
        }
        return map.append('}').toString();
    }

    private static Optional<VipBlock> detailed(Block written, MemberValues byMember) {
        written.check(VIP_KEYS);
        Optional<Located<String>> label = written.read(LABEL);
        Optional<Located<IpPrefix>> address = written.read(ADDRESS);
        boolean ipv6 = address.filter(vip -> vip.value().address().getAddress().length == 16)
                .isPresent();
        if (ipv6 && label.isPresent()) {
            written.refuse("label", "conflict", "addresses of IPv6 have no label", "Remove it.");
        }
        return address.map(vip -> new VipBlock(
                vip,
                byMember.read(written, INTERFACE, "interface", "eth1"),
                label,
                written.read(SCOPE),
                written.orFallback(EXCLUDED)));
    }

    /** Where this member puts it, if not on the instance's interface. */
    Optional<String> interfaceOf(String member) {
        return Optional.ofNullable(interfaces.get(member)).map(Located::value);
    }

    VirtualAddress build() {
        Map<String, String> names = new LinkedHashMap<>();
        interfaces.forEach((host, name) -> names.put(host, name.value()));
        return new VirtualAddress(
                address.value(), names, label.map(Located::value), scope.map(Located::value), excluded);
    }
}
