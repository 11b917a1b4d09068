package org.aloft.plan.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/**
 * The virtual servers of the agent's configuration, as the template is given them: in the words of keepalived.conf(5),
 * what is unsaid left out.
 */
final class VirtualServerConfiguration {
    /** keepalived's, where no check says one. */
    private static final Duration DELAY_LOOP = Duration.ofMinutes(1);

    private VirtualServerConfiguration() {}

    /** Those that IPVS balances, of the instances that a host is a member of. */
    static List<Map<String, Object>> of(Topology topology, String host) {
        return Balancer.LVS.services(topology, host).stream()
                .map(service -> serverValues(service, Announcing.of(topology, host, service)))
                .toList();
    }

    /** @param announced whether routers are told of its VIP */
    private static Map<String, Object> serverValues(VirtualService service, boolean announced) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", service.name());
        values.put("vip", IpPrefix.inShort(service.vip()));
        values.put(
                "target",
                service.target()
                        .match(
                                port -> IpPrefix.inShort(service.vip()) + " " + port.port(),
                                mark -> "fwmark " + mark.mark()));
        service.target()
                .<Optional<String>>match(port -> Optional.of(port.protocol().name()), mark -> Optional.empty())
                .ifPresent(protocol -> values.put("protocol", protocol));
        values.put("scheduler", service.scheduler());
        values.put("scheduler_flags", flags(service.scheduling()));
        values.put("one_packet", service.scheduling().onePacket());
        values.put("forwarding", service.forwarding().name());
        Duration delay = delay(service);
        values.put("delay_loop", DirectorText.seconds(delay));
        service.persistence().ifPresent(stays -> {
            values.put("persistence_timeout", DirectorText.seconds(stays.time()));
            stays.prefix().ifPresent(bits -> values.put("persistence_granularity", granularity(service, bits)));
        });
        putFallback(service.fallback(), values);
        if (announced) {
            putAnnouncement(service, values);
        }
        values.put(
                "real_servers",
                service.realServers().stream()
                        .map(server -> realServerValues(server, service.checksOf(server), delay))
                        .toList());
        return values;
    }

    /** Said once for the service; checks that wait otherwise say it themselves. */
    private static Duration delay(VirtualService service) {
        return service.allChecks().stream()
                .findFirst()
                .map(check -> check.pace().delay())
                .orElse(DELAY_LOOP);
    }

    private static List<String> flags(VirtualService.Scheduling scheduling) {
        return scheduling.flags().stream()
                .map(flag -> scheduling.scheduler()
                        + switch (flag) {
                            case FALLBACK -> "-fallback";
                            case PORT -> "-port";
                        })
                .toList();
    }

    /** A netmask for IPv4, a prefix length for IPv6. */
    private static String granularity(VirtualService service, int bits) {
        if (service.vip().getAddress().length > 4) {
            return String.valueOf(bits);
        }
        int mask = -1 << (32 - bits);
        return (mask >>> 24) + "." + (mask >>> 16 & 0xff) + "." + (mask >>> 8 & 0xff) + "." + (mask & 0xff);
    }

    private static void putFallback(VirtualService.Fallback fallback, Map<String, Object> values) {
        values.put("quorum", fallback.quorum().least());
        values.put("hysteresis", fallback.quorum().hysteresis());
        values.put("alpha", fallback.whenFailed().alpha());
        values.put("omega", fallback.whenFailed().omega());
        values.put("inhibit_on_failure", fallback.whenFailed().inhibit());
        values.put("mail", fallback.mail());
        putCommand("quorum_up", fallback.quorumUp(), values);
        putCommand("quorum_down", fallback.quorumDown(), values);
        fallback.sorryServer().ifPresent(sorry -> {
            values.put("sorry_server", endpoint(IpPrefix.inShort(sorry.address()), sorry.port()));
            values.put("sorry_server_inhibit", sorry.inhibit());
        });
    }

    /** Nothing is announced before a check has passed. As root, whatever user other programs run as: lo is changed. */
    private static void putAnnouncement(VirtualService service, Map<String, Object> values) {
        values.put("alpha", true);
        values.put("quorum_up", ConfigurationWord.quoted(Announcing.PROGRAM + " up " + service.name()) + " root");
        values.put("quorum_down", ConfigurationWord.quoted(Announcing.PROGRAM + " down " + service.name()) + " root");
    }

    private static void putCommand(String word, Optional<String> command, Map<String, Object> values) {
        command.ifPresent(text -> values.put(word, ConfigurationWord.quoted(text)));
    }

    /** Without a port where the packet's own stays. */
    private static String endpoint(String address, int port) {
        return port == 0 ? address : address + " " + port;
    }

    private static Map<String, Object> realServerValues(
            VirtualService.RealServer server, List<Check> checks, Duration delay) {
        VirtualService.Handling handling = server.handling();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", server.name());
        values.put("endpoint", endpoint(IpPrefix.inShort(server.address()), server.port()));
        values.put("weight", server.weight());
        values.put("inhibit_on_failure", handling.inhibit());
        values.put("uthreshold", handling.mostConnections());
        values.put("lthreshold", handling.againBelow());
        putCommand("notify_up", handling.notifyUp(), values);
        putCommand("notify_down", handling.notifyDown(), values);
        values.put(
                "checks",
                checks.stream()
                        .map(check -> CheckConfiguration.of(check, delay))
                        .toList());
        return values;
    }
}
