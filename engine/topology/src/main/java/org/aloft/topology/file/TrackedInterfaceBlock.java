package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Tracking;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * One of {@code track.interfaces}: a name, or a map where members call it differently.
 *
 * <pre>{@code
 * interfaces:
 *   - eth1
 *   - {interface: {lvs1: eth2, lvs2: ens3}, weight: -10}
 * }</pre>
 *
 * <p>{@code {eth1: -10}} in place of the list is name: weight, as with all that is tracked.
 *
 * @param names member → what it is called there
 */
record TrackedInterfaceBlock(Map<String, Located<String>> names, Optional<Located<Integer>> weight) {
    private static final String NAME_IT = "Name one that `ip link` shows on the members.";
    private static final Shape NAME = new Shape.Pattern(NameRule.INTERFACE.regex());
    private static final Key<String> INTERFACE = Key.named("interface", NameRule.INTERFACE, NAME_IT)
            .withShape(new Shape.Either(List.of(NAME, new Shape.Names(NAME))))
            .required("interface: eth1")
            .help("Its name; a map of member: interface where they differ.");

    /** Of everything that is tracked. */
    static final Key<Integer> WEIGHT = Key.whole("weight", -253, 253, "Write -10; 0 gives the VIPs up.")
            .help("What failing takes from the priority (-10), or being well adds to it (10); 0: VIPs are given up.");

    private static final Keys ITEM_KEYS = Keys.of(INTERFACE, WEIGHT).alsoCalled("dev", "Write `interface: eth1`.");

    static final Key<String> INTERFACES = Key.named("interfaces", NameRule.INTERFACE, NAME_IT)
            .withShape(new Shape.Either(List.of(
                    new Shape.Many(new Shape.Either(List.of(NAME, new Shape.Map(ITEM_KEYS)))),
                    new Shape.Names(WEIGHT.shape()))))
            .help("Interfaces whose link must be up, beside the instance's own; with weights in a map, and a map for"
                    + " one that members call differently.");

    /** Those of a block {@code track}. */
    static List<TrackedInterfaceBlock> readAll(Block track, MemberValues byMember) {
        List<TrackedInterfaceBlock> interfaces = new ArrayList<>();
        String path = track.pathOf(INTERFACES.name());
        Optional<YamlValue> written = track.value(INTERFACES.name());
        if (written.orElse(null) instanceof YamlValue.Mapping map
                && !map.entries().containsKey(INTERFACE.name())) {
            TrackBlock.weights(track, INTERFACES)
                    .forEach((name, weight) -> interfaces.add(new TrackedInterfaceBlock(
                            byMember.each(weight.with(name)),
                            Optional.of(weight.with(weight.value().orElseThrow())))));
            return interfaces;
        }
        for (YamlValue item : track.items(INTERFACES.name())) {
            if (item instanceof YamlValue.Mapping) {
                Block.of(item, path, track.template(), track.problems())
                        .map(one -> one.check(ITEM_KEYS))
                        .ifPresent(one -> interfaces.add(new TrackedInterfaceBlock(
                                byMember.read(one, INTERFACE, "interface", "eth1"), one.read(WEIGHT))));
            } else {
                interfaces.add(
                        new TrackedInterfaceBlock(byMember.ofItem(track, item, path, INTERFACES), Optional.empty()));
            }
        }
        return interfaces;
    }

    /** Its weight, at the place of what says it. */
    Optional<Located<Integer>> located() {
        return weight.or(() -> names.values().stream().findFirst().map(name -> name.with(0)));
    }

    Tracking.TrackedInterface build() {
        Map<String, String> built = new LinkedHashMap<>();
        names.forEach((member, name) -> built.put(member, name.value()));
        return new Tracking.TrackedInterface(built, weight.map(Located::value));
    }
}
