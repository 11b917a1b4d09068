package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.yaml.YamlValue;

/** What a service must not say because of who chooses its real servers: words of IPVS without it, of haproxy with it. */
final class WithoutIpvs {
    private static final List<String> OF_IPVS = List.of(
            EntranceReader.MARK.name(),
            SchedulingReader.FLAGS.name(),
            SchedulingReader.ONE_PACKET.name(),
            "persistence_prefix",
            FallbackBlock.QUORUM.name(),
            FallbackBlock.HYSTERESIS.name(),
            FallbackBlock.SORRY_SERVER.name(),
            FallbackBlock.SORRY_SERVER_INHIBIT.name(),
            FallbackBlock.ALPHA.name(),
            FallbackBlock.OMEGA.name(),
            FallbackBlock.INHIBIT_ON_FAILURE.name(),
            FallbackBlock.MAIL.name(),
            FallbackBlock.NOTIFY.name());

    private static final List<String> OF_A_BALANCER = List.of(
            SchedulingReader.SCHEDULER.name(),
            "persistence",
            RealServersReader.REAL_SERVERS.name(),
            ChecksReader.CHECK.name());

    /** Those for which haproxy has an algorithm (haproxy's configuration manual, balance). */
    private static final Set<String> SCHEDULERS = Set.of("rr", "wrr", "lc", "wlc", "sh");

    private WithoutIpvs() {}

    static void check(ServiceBlock service, Block block) {
        switch (service.forwarding()) {
            case DR, NAT, TUN -> balancedByIpvs(block);
            case PROXY -> proxied(service, block);
            case LOCAL -> local(block);
        }
    }

    /** Of the service, and of single real servers. */
    private static void balancedByIpvs(Block block) {
        refuseRise(block.value(ChecksReader.CHECK.name()), block.pathOf(ChecksReader.CHECK.name()), block);
        String servers = RealServersReader.REAL_SERVERS.name();
        below(block.value(servers)).forEach((name, server) -> {
            Optional<YamlValue> check =
                    Optional.ofNullable(below(Optional.of(server)).get(ChecksReader.CHECK.name()));
            refuseRise(check, block.pathOf(servers) + "." + name + "." + ChecksReader.CHECK.name(), block);
        });
    }

    private static void refuseRise(Optional<YamlValue> check, String path, Block block) {
        below(check).forEach((kind, keys) -> {
            YamlValue rise = below(Optional.of(keys)).get(CheckKeys.RISE.name());
            boolean known = Keys.at("services.*.check." + kind)
                    .filter(table -> table.takes(CheckKeys.RISE.name()))
                    .isPresent();
            if (known
                    && rise != null
                    && !(rise instanceof YamlValue.Scalar once && once.text().equals("1"))) {
                block.problems()
                        .add(
                                rise.at(),
                                path + "." + kind + "." + CheckKeys.RISE.name(),
                                "conflict",
                                "with `forward: dr`, `nat` or `tun` one good check brings a real server back, for"
                                        + " checks of keepalived.conf have no such word",
                                "Remove it, or write `forward: proxy`, where haproxy checks.");
            }
        });
    }

    /** What stands below a map; nothing below anything else, which its reader tells. */
    private static Map<String, YamlValue> below(Optional<YamlValue> value) {
        Map<String, YamlValue> below = new LinkedHashMap<>();
        if (value.orElse(null) instanceof YamlValue.Mapping map) {
            map.entries().forEach((name, entry) -> below.put(name, entry.value()));
        }
        return below;
    }

    private static void local(Block block) {
        List<String> words = new ArrayList<>(OF_IPVS);
        words.addAll(OF_A_BALANCER);
        words.forEach(word -> block.refuse(
                word,
                "conflict",
                "with `forward: local` the holder of the VIP answers itself, and nobody balances",
                "Remove it, or write `forward: dr`. What the holder must run to hold the VIP stands in `track` of the"
                        + " instance."));
    }

    private static void proxied(ServiceBlock service, Block block) {
        OF_IPVS.forEach(word -> block.refuse(
                word,
                "conflict",
                "with `forward: proxy` haproxy balances, and this is a word of IPVS",
                "Remove it, or write `forward: dr`."));
        if (!service.protocol().equals(Optional.of(VirtualService.Protocol.TCP))) {
            block.refuse(
                    EntranceReader.PROTOCOL.name(),
                    "conflict",
                    "haproxy balances TCP alone",
                    "Write `protocol: tcp`, or `forward: dr`.");
        }
        if (service.port().equals(Optional.of(0))) {
            block.refuse(EntranceReader.PORT.name(), "conflict", "haproxy needs a port to listen on", "Write it.");
        }
        if (!SCHEDULERS.contains(service.scheduling().scheduler())) {
            block.refuse(
                    SchedulingReader.SCHEDULER.name(),
                    "conflict",
                    "haproxy has no scheduler " + service.scheduling().scheduler(),
                    "Write rr, wrr, lc, wlc or sh.");
        }
        if (service.checks().size() > 1 || !service.checks().stream().allMatch(WithoutIpvs::isHaproxys)) {
            block.refuse(
                    ChecksReader.CHECK.name(),
                    "conflict",
                    "haproxy checks by one TCP connect, or by one HTTP request and its status",
                    "Write `check: {tcp: {connect_timeout: 3s}}`, or `check: {http: {path: /}}`.");
        }
        if (service.backends().stream()
                .anyMatch(backend -> !backend.value().wanted().handling().equals(VirtualService.Handling.PLAIN))) {
            block.refuse(
                    RealServersReader.REAL_SERVERS.name(),
                    "conflict",
                    "with `forward: proxy` a real server takes weight, port and address alone",
                    "Remove the rest.");
        }
    }

    private static boolean isHaproxys(Check check) {
        return check.match(new Check.Cases<Boolean>() {
            @Override
            public Boolean tcp(Check.Tcp tcp) {
                return isItsOwn(tcp.connect());
            }

            @Override
            public Boolean http(Check.Http http) {
                Check.Page page = http.pages().get(0);
                return isItsOwn(http.connect())
                        && http.pages().size() == 1
                        && page.digest().isEmpty()
                        && page.regex().isEmpty();
            }

            @Override
            public Boolean dns(Check.Dns dns) {
                return false;
            }

            @Override
            public Boolean udp(Check.Udp udp) {
                return false;
            }

            @Override
            public Boolean smtp(Check.Smtp smtp) {
                return false;
            }

            @Override
            public Boolean ping(Check.Ping ping) {
                return false;
            }

            @Override
            public Boolean script(Check.Script script) {
                return false;
            }

            /** Where requests go, too. */
            private boolean isItsOwn(Check.Connect connect) {
                return connect.address().isEmpty() && connect.port().isEmpty();
            }
        });
    }
}
