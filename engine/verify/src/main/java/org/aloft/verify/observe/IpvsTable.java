package org.aloft.verify.observe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.model.VirtualService;

/**
 * The kernel's virtual services, read from {@code /proc/net/ip_vs}: the actual state, whatever a daemon reports.
 *
 * <pre>
 * IP Virtual Server version 1.2.1 (size=4096)
 * Prot LocalAddress:Port Scheduler Flags
 *   -&gt; RemoteAddress:Port Forward Weight ActiveConn InActConn
 * TCP  C0A8640A:0050 rr
 *   -&gt; C0A864C8:0050      Route   1      0          0
 * </pre>
 *
 * Addresses, ports and marks are hexadecimal in network order; IPv6 addresses stand in brackets. A service of marked
 * packets is {@code FWM 00000007 rr}. Behind the scheduler may stand {@code ops} and {@code persistent TICKS MASK}.
 *
 * @param services in the kernel's order
 * @param load of all of them together; empty where the kernel does not say
 */
public record IpvsTable(List<Service> services, Optional<Load> load) {
    private static final String ENDPOINT = "(?:([0-9A-Fa-f]{8})|\\[([0-9A-Fa-f:]+)\\]):([0-9A-Fa-f]{4})";
    private static final Pattern SERVICE = Pattern.compile("(TCP|UDP|SCTP)\\s+" + ENDPOINT + "\\s+(\\S+)(.*)");
    private static final Pattern MARKED = Pattern.compile("FWM\\s+([0-9A-Fa-f]{8})\\s+(\\S+)(.*)");
    private static final Pattern DESTINATION =
            Pattern.compile("\\s+->\\s+" + ENDPOINT + "\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s*");
    private static final Pattern PERSISTENT = Pattern.compile("\\bpersistent \\d+ ([0-9A-Fa-f]{8})");
    private static final Pattern ONE_PACKET = Pattern.compile("\\bops\\b");

    private static final Pattern RATES =
            Pattern.compile("(?m)^ *Conns/s .*\\R *([0-9A-Fa-f]+) +([0-9A-Fa-f]+) +[0-9A-Fa-f]+ ");

    /** Keeps a copy. */
    public IpvsTable {
        services = List.copyOf(services);
    }

    /** Without a load. */
    public IpvsTable(List<Service> services) {
        this(services, Optional.empty());
    }

    /**
     * What comes in now, as the kernel estimates it every two seconds: {@code /proc/net/ip_vs_stats}, hexadecimal.
     *
     * @param connectionsPerSecond new ones; 0 or more
     * @param packetsPerSecond from clients; 0 or more
     */
    public record Load(long connectionsPerSecond, long packetsPerSecond) {
        private static Optional<Load> parse(String text) {
            Matcher rates = RATES.matcher(text);
            return rates.find()
                    ? Optional.of(new Load(Long.parseLong(rates.group(1), 16), Long.parseLong(rates.group(2), 16)))
                    : Optional.empty();
        }
    }

    /**
     * A virtual service.
     *
     * @param address the VIP; empty for marked packets, which may have any
     * @param target which packets it takes
     * @param scheduler rr, wrr, …
     * @param onePacket whether each packet is scheduled by itself; never said of an IPv6 address
     * @param persistent whether it is persistent (the kernel prints the timeout in ticks of unknown length)
     * @param mask of the clients that count as one, as bits of IPv4; 0 where it is not persistent
     * @param destinations in the kernel's order
     */
    public record Service(
            Optional<InetAddress> address,
            VirtualService.Target target,
            String scheduler,
            boolean onePacket,
            boolean persistent,
            int mask,
            List<Destination> destinations) {
        /** Keeps a copy. */
        public Service {
            destinations = List.copyOf(destinations);
        }

        private Service with(Destination destination) {
            List<Destination> more = new ArrayList<>(destinations);
            more.add(destination);
            return new Service(address, target, scheduler, onePacket, persistent, mask, more);
        }
    }

    /**
     * A real server of a service.
     *
     * @param address of the real server
     * @param port 0..65535; 0: the packet's own
     * @param method as the kernel prints it: Route (dr), Masq (nat), Tunnel (tun) or Local
     * @param weight 0..65535
     * @param activeConnections established ones
     * @param inactiveConnections the others
     */
    public record Destination(
            InetAddress address, int port, String method, int weight, int activeConnections, int inactiveConnections) {}

    /** What the kernel has of a service of the topology. */
    public Optional<Service> service(VirtualService wanted) {
        return service(wanted.vip(), wanted.target());
    }

    /** The service of these packets; the kernel does not say for which addresses one of marked packets is. */
    Optional<Service> service(InetAddress vip, VirtualService.Target target) {
        return services.stream()
                .filter(service -> service.target().equals(target)
                        && service.address().map(vip::equals).orElse(true))
                .findFirst();
    }

    /** Parses the file, and {@code ip_vs_stats} where that follows. */
    public static IpvsTable parse(String text) {
        List<Service> services = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher service = SERVICE.matcher(line);
            Matcher marked = MARKED.matcher(line);
            Matcher destination = DESTINATION.matcher(line);
            if (service.matches()) {
                services.add(service(service));
            } else if (marked.matches()) {
                services.add(marked(marked));
            } else if (destination.matches() && !services.isEmpty()) {
                services.set(
                        services.size() - 1, services.get(services.size() - 1).with(destination(destination)));
            }
        }
        return new IpvsTable(services, Load.parse(text));
    }

    private static Service service(Matcher line) {
        VirtualService.Target target = new VirtualService.Port(
                VirtualService.Protocol.valueOf(line.group(1)), Integer.parseInt(line.group(4), 16));
        return service(Optional.of(address(line.group(2), line.group(3))), target, line.group(5), line.group(6));
    }

    private static Service marked(Matcher line) {
        VirtualService.Target target = new VirtualService.Mark(Integer.parseUnsignedInt(line.group(1), 16));
        return service(Optional.empty(), target, line.group(2), line.group(3));
    }

    private static Service service(
            Optional<InetAddress> address, VirtualService.Target target, String scheduler, String flags) {
        Matcher persistent = PERSISTENT.matcher(flags);
        boolean found = persistent.find();
        return new Service(
                address,
                target,
                scheduler,
                ONE_PACKET.matcher(flags).find(),
                found,
                found ? Integer.bitCount(Integer.parseUnsignedInt(persistent.group(1), 16)) : 0,
                List.of());
    }

    private static Destination destination(Matcher line) {
        return new Destination(
                address(line.group(1), line.group(2)),
                Integer.parseInt(line.group(3), 16),
                line.group(4),
                Integer.parseInt(line.group(5)),
                Integer.parseInt(line.group(6)),
                Integer.parseInt(line.group(7)));
    }

    private static InetAddress address(String hexV4, String v6) {
        try {
            // Numeric in both cases, so no name is looked up.
            return hexV4 != null ? InetAddress.getByAddress(HexFormat.of().parseHex(hexV4)) : InetAddress.getByName(v6);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("not an address in /proc/net/ip_vs: " + v6, impossible);
        }
    }
}
