package org.aloft.topology.file;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * How VIPs that no instance holds get to the routers.
 *
 * <pre>{@code
 * announce:
 *   local_as: 65001
 *   neighbors: {192.0.2.1: 65000}
 *   bfd: {interval: 300ms, multiplier: 3}
 *   hold_time: 9s
 *   password: "{{ bgp_password }}"
 *   router_ids: {lvs1: 192.0.2.11}
 * }</pre>
 *
 * @param place the key itself
 * @param localAs empty where it is missing or wrong, which is told
 * @param neighbors address → AS number
 */
record AnnounceBlock(
        Located<String> place,
        Optional<Long> localAs,
        Map<InetAddress, Located<Long>> neighbors,
        Duration holdTime,
        Optional<Located<Announcement.Bfd>> bfd,
        Optional<Secret> password,
        Map<String, InetAddress> routerIds) {
    private static final long MOST_AS = 4_294_967_295L;
    private static final int MOST_PASSWORD = 80;
    private static final Shape AS = new Shape.Whole(1, MOST_AS);

    private static final Key<Long> LOCAL_AS = Key.text("local_as", AnnounceBlock::as, "Write 65001.")
            .withShape(AS)
            .required("local_as: 65001")
            .help("The directors' AS number; 64512..65534 are free for private use.");
    private static final Key<Long> NEIGHBOR = Key.text("neighbors", AnnounceBlock::as, "Write the router's AS number.");
    private static final Key<Void> NEIGHBORS = Key.structure(
                    "neighbors", new Shape.Names(AS), "neighbors: {192.0.2.1: 65000}")
            .required("neighbors: {192.0.2.1: 65000}")
            .help("The routers: address and AS number.");
    private static final Key<Duration> INTERVAL = Key.time(
                    "interval", Duration.ofMillis(10), Duration.ofMinutes(1), "Write 300ms.")
            .otherwise("300ms")
            .help("Time between two packets, either way.");
    private static final Key<Integer> MULTIPLIER = Key.whole("multiplier", 2, 255, "Write 3.")
            .otherwise("3")
            .help("A router takes a director for gone once so many packets are missing.");
    private static final Keys BFD_KEYS = Keys.of(INTERVAL, MULTIPLIER);
    private static final Key<Void> BFD = Key.structure(
                    "bfd",
                    new Shape.Either(List.of(new Shape.Map(BFD_KEYS), new Shape.Nothing())),
                    "bfd: {interval: 300ms, multiplier: 3}")
            .help("Finds out in less than a second that a director is gone; the routers must take part.");
    private static final Key<Duration> HOLD_TIME = Key.time("hold_time", AnnounceBlock::holdTime, "Write 9s.")
            .otherwise("9s")
            .help("After so long without a sign a session ends, and what it announced; whole seconds.");
    private static final Key<String> PASSWORD = Key.text("password", AnnounceBlock::password, "Choose another one.")
            .help("Of the sessions (TCP MD5, RFC 2385), the same on the routers.");
    private static final Key<InetAddress> ROUTER_ID =
            Key.address("router_ids", AnnounceBlock::routerId, "Write an IPv4 address of the host's own.");
    private static final Key<Void> ROUTER_IDS = Key.structure(
                    "router_ids",
                    new Shape.Names(new Shape.Pattern(Key.ADDRESS_PATTERN)),
                    "router_ids: {lvs1: 192.0.2.11}")
            .help("Host: its BGP identifier, where that shall not be its IPv4 address.");
    private static final Keys KEYS = Keys.of(LOCAL_AS, NEIGHBORS, BFD, HOLD_TIME, PASSWORD, ROUTER_IDS);

    static final Key<Void> ANNOUNCE = Key.structure(
                    "announce", new Shape.Map(KEYS), "announce: {local_as: 65001, neighbors: {192.0.2.1: 65000}}")
            .help("The directors announce VIPs that no instance holds to routers, by BGP (FRR), while their services"
                    + " have their quorum.");

    static Optional<AnnounceBlock> read(Block top, HostNames names) {
        return top.block(ANNOUNCE).map(block -> {
            block.check(KEYS);
            return new AnnounceBlock(
                    new Located<>(ANNOUNCE.name(), block.at(), ANNOUNCE.name()),
                    block.read(LOCAL_AS).map(Located::value),
                    neighbors(block),
                    block.orFallback(HOLD_TIME),
                    block.blockOrNothing(BFD).map(AnnounceBlock::bfd),
                    block.read(PASSWORD).map(Located::value).map(Secret::new),
                    routerIds(block, names));
        });
    }

    private static Located<Announcement.Bfd> bfd(Block written) {
        written.check(BFD_KEYS);
        Announcement.Bfd bfd = new Announcement.Bfd(written.orFallback(INTERVAL), written.orFallback(MULTIPLIER));
        return new Located<>(bfd, written.at(), written.path());
    }

    private static Map<InetAddress, Located<Long>> neighbors(Block block) {
        Map<InetAddress, Located<Long>> neighbors = new LinkedHashMap<>();
        block.block(NEIGHBORS).ifPresent(written -> {
            if (written.entries().isEmpty()) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "empty",
                                "there must be a router to announce to",
                                "Add `neighbors: {192.0.2.1: 65000}`.");
            }
            written.entries().forEach(entry -> neighbor(written, entry, neighbors));
        });
        return neighbors;
    }

    private static void neighbor(Block written, YamlValue.Entry entry, Map<InetAddress, Located<Long>> neighbors) {
        String path = written.pathOf(entry.key());
        Located<String> name = new Located<>(entry.key(), entry.keyAt(), path);
        Optional<Located<InetAddress>> address =
                written.parse(name, Values::unicastAddress, "Write the router's address.");
        Optional<Located<Long>> as = written.scalar(entry.value(), path).flatMap(text -> written.parse(text, NEIGHBOR));
        if (address.isPresent() && as.isPresent()) {
            neighbors.put(address.get().value(), name.with(as.get().value()));
        }
    }

    private static Map<String, InetAddress> routerIds(Block block, HostNames names) {
        Map<String, InetAddress> ids = new LinkedHashMap<>();
        block.block(ROUTER_IDS).ifPresent(written -> written.entries().forEach(entry -> {
            String path = written.pathOf(entry.key());
            if (names.isHost(entry.key(), entry.keyAt(), path)) {
                written.scalar(entry.value(), path)
                        .flatMap(text -> written.parse(text, ROUTER_ID))
                        .ifPresent(id -> ids.put(entry.key(), id.value()));
            }
        }));
        return ids;
    }

    private static long as(String text) {
        long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
        if (number < 1 || number > MOST_AS) {
            throw new BadValue("out-of-range", "an AS number must be 1.." + MOST_AS + ": " + text);
        }
        return number;
    }

    /** BGP's own least (RFC 4271 §4.2), and whole seconds, as it counts. */
    private static Duration holdTime(String text) {
        Duration time = Values.duration("hold_time", Duration.ofSeconds(3), Duration.ofHours(18))
                .apply(text);
        if (time.toMillis() % 1000 != 0) {
            throw new BadValue("out-of-range", "hold_time must be whole seconds: " + text);
        }
        return time;
    }

    /** One word of frr.conf, of which nothing means something else there. The message does not repeat it. */
    private static String password(String text) {
        if (!text.matches("[A-Za-z0-9._@%+=,;:^*&()/-]{1," + MOST_PASSWORD + "}")) {
            throw new BadValue(
                    "bad-password",
                    "a password of BGP must be 1.." + MOST_PASSWORD
                            + " letters, digits and . _ @ % + = , ; : ^ * & ( ) / -");
        }
        return text;
    }

    private static InetAddress routerId(String text) {
        InetAddress id = Values.unicastAddress(text);
        if (id.getAddress().length != 4) {
            throw new BadValue("bad-address", "a BGP identifier must be an IPv4 address: " + text);
        }
        return id;
    }

    /** Once there are no problems. */
    Announcement build() {
        Map<InetAddress, Long> routers = new LinkedHashMap<>();
        neighbors.forEach((address, as) -> routers.put(address, as.value()));
        return new Announcement(localAs.orElseThrow(), routers, holdTime, bfd.map(Located::value), password, routerIds);
    }
}
