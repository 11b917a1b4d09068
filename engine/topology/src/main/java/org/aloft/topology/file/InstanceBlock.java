package org.aloft.topology.file;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;

/**
 * One entry of {@code instances}, each value checked by itself. What could not be read is missing here, and a problem
 * says why.
 *
 * <pre>{@code
 * VI_1:
 *   virtual_router_id: 10
 *   interface: ens33                                 # or {lvs1: ens33, lvs2: eth0}
 *   members: {lvs1: 100, lvs2: 90}                   # or {lvs: [100, 90]}, a group
 *   vips: [192.168.100.10, 192.168.100.11/24]        # or maps, see VipBlock
 *   advert_interval: 1s
 *   version: 2
 *   preempt: true
 *   preempt_delay: 30s
 *   authentication: {type: PASS, password: abc123}
 *   unicast: true                                    # and source_address: AdvertPathBlock
 *   track: {…}                                       # TrackBlock
 *   notify: {…}                                      # and mail, webhooks: NoticesBlock
 *   routes: […]                                      # and rules, virtual_mac, accept: HoldingBlock
 *   detect: 60ms
 *   sync_connections: true
 *   keepalived: |                                    # RawLines
 *     …
 * }</pre>
 */
record InstanceBlock(
        Located<String> name,
        Optional<Located<VirtualRouterId>> virtualRouterId,
        Map<String, Located<String>> interfaces,
        Map<String, Located<Priority>> members,
        List<VipBlock> addresses,
        Optional<Located<Duration>> advertInterval,
        int version,
        boolean preempt,
        Optional<Located<Duration>> preemptDelay,
        Optional<Located<String>> password,
        AdvertPathBlock advertPath,
        TrackBlock tracking,
        NoticesBlock notices,
        HoldingBlock holding,
        Optional<Located<Duration>> detect,
        Optional<Located<Boolean>> syncConnections,
        Map<String, MaskedText> keepalived) {

    /** aloftd's fast detection waits for three packets. */
    private static final int PACKETS = 3;

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
    private static final Key<Duration> PREEMPT_DELAY = Key.time(
                    "preempt_delay", Duration.ZERO, Duration.ofSeconds(1000), "Write 30s.")
            .otherwise("0s")
            .help("How long a member with a higher priority waits before it takes the VIPs back.");
    private static final Key<Duration> DETECT = Key.time("detect", InstanceBlock::detectTime, "Write 60ms.")
            .help("Time after which the others know by BFD that the active member is gone; aloftd only.");
    private static final Key<Boolean> SYNC_CONNECTIONS = Key.truth("sync_connections")
            .otherwise("false")
            .help("Whether the active member copies the connections of IPVS to the others, so that they outlive a"
                    + " failover; one instance only.");

    static final Keys KEYS = Keys.of(
            VIRTUAL_ROUTER_ID,
            INTERFACE,
            MembersReader.MEMBERS,
            VipBlock.VIPS,
            ADVERT_INTERVAL,
            VERSION,
            PREEMPT,
            PREEMPT_DELAY,
            AuthenticationBlock.AUTHENTICATION,
            AdvertPathBlock.UNICAST,
            AdvertPathBlock.SOURCE_ADDRESS,
            TrackBlock.TRACK,
            NoticesBlock.NOTIFY,
            NoticesBlock.MAIL,
            NoticesBlock.WEBHOOKS,
            HoldingBlock.ROUTES,
            HoldingBlock.RULES,
            HoldingBlock.VIRTUAL_MAC,
            HoldingBlock.ACCEPT,
            DETECT,
            SYNC_CONNECTIONS,
            RawLines.OF_INSTANCE);

    static InstanceBlock read(String name, Block block, Inventory inventory) {
        block.check(KEYS);
        NameRules.check(new Located<>(name, block.at(), block.path()), NameRule.INSTANCE, block.problems());
        int version = block.orFallback(VERSION);
        Map<String, Located<Priority>> members = new MembersReader(block, inventory).read();
        MemberValues byMember = new MemberValues(members.keySet(), inventory);
        return new InstanceBlock(
                new Located<>(name, block.at(), block.path()),
                block.read(VIRTUAL_ROUTER_ID).map(id -> id.with(new VirtualRouterId(id.value()))),
                byMember.read(block, INTERFACE, "interface", "eth0"),
                members,
                VipBlock.readAll(block, byMember),
                advertInterval(block, version),
                version,
                block.orFallback(PREEMPT),
                block.read(PREEMPT_DELAY),
                AuthenticationBlock.password(block, version),
                AdvertPathBlock.read(block, byMember),
                TrackBlock.read(block, byMember),
                NoticesBlock.read(block),
                HoldingBlock.read(block),
                block.read(DETECT),
                block.read(SYNC_CONNECTIONS).filter(Located::value),
                RawLines.ofInstance(block, members.keySet(), inventory));
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

    /** Three packets of 5 ms at the least, and of 1 s at the most. */
    private static Duration detectTime(String text) {
        Duration time = Values.duration("detect", Duration.ofMillis(5L * PACKETS), Duration.ofSeconds(PACKETS))
                .apply(text);
        if (time.toNanos() % Duration.ofMillis(PACKETS).toNanos() != 0) {
            throw new BadValue(
                    "out-of-range",
                    "detect must be a multiple of " + PACKETS + "ms, for " + PACKETS + " packets are waited for: "
                            + text);
        }
        return time;
    }

    /** Every VIP, those that adverts do not name behind the others. */
    List<Located<IpPrefix>> vips() {
        return addresses.stream().map(VipBlock::address).toList();
    }

    /** The VIPs that adverts name. */
    List<Located<IpPrefix>> named() {
        return addresses.stream()
                .filter(vip -> !vip.excluded())
                .map(VipBlock::address)
                .toList();
    }

    Duration advertIntervalOrDefault() {
        return advertInterval.map(Located::value).orElseGet(ADVERT_INTERVAL::fallbackValue);
    }

    /** Once there are no problems. */
    VrrpInstance build(Map<String, Host> hosts) {
        Map<String, Priority> priorities = new LinkedHashMap<>();
        members.forEach((host, priority) -> priorities.put(host, priority.value()));
        Map<String, String> names = new LinkedHashMap<>();
        interfaces.forEach((host, written) -> names.put(host, written.value()));
        return new VrrpInstance(
                name.value(),
                virtualRouterId.orElseThrow().value(),
                names,
                priorities,
                addresses.stream().map(VipBlock::build).toList(),
                advertIntervalOrDefault(),
                version,
                preempt,
                preemptDelay.map(Located::value).orElseGet(PREEMPT_DELAY::fallbackValue),
                password.map(Located::value).map(Secret::new),
                advertPath.build(hosts, members.keySet()),
                tracking.build(),
                notices.build(),
                holding.build(),
                detect.map(Located::value),
                syncConnections.isPresent(),
                keepalived);
    }
}
