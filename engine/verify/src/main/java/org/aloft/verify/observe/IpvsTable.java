package org.aloft.verify.observe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * Addresses and ports are hexadecimal in network order; IPv6 addresses stand in brackets.
 *
 * @param services in the kernel's order
 */
public record IpvsTable(List<Service> services) {
    private static final String ENDPOINT = "(?:([0-9A-Fa-f]{8})|\\[([0-9A-Fa-f:]+)\\]):([0-9A-Fa-f]{4})";
    private static final Pattern SERVICE = Pattern.compile("(TCP|UDP|SCTP)\\s+" + ENDPOINT + "\\s+(\\S+)(.*)");
    private static final Pattern DESTINATION =
            Pattern.compile("\\s+->\\s+" + ENDPOINT + "\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s*");
    private static final Pattern PERSISTENT = Pattern.compile("\\bpersistent \\d+");

    /** Keeps a copy. */
    public IpvsTable {
        services = List.copyOf(services);
    }

    /**
     * A virtual service.
     *
     * @param protocol TCP, UDP or SCTP
     * @param address the VIP
     * @param port 1..65535
     * @param scheduler rr, wrr, …
     * @param persistent whether it is persistent (the kernel prints the timeout in ticks of unknown length)
     * @param destinations in the kernel's order
     */
    public record Service(
            String protocol,
            InetAddress address,
            int port,
            String scheduler,
            boolean persistent,
            List<Destination> destinations) {
        /** Keeps a copy. */
        public Service {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * A real server of a service.
     *
     * @param address of the real server
     * @param port 1..65535
     * @param method as the kernel prints it: Route (dr), Masq (nat), Tunnel (tun) or Local
     * @param weight 0..65535
     * @param activeConnections established ones
     * @param inactiveConnections the others
     */
    public record Destination(
            InetAddress address, int port, String method, int weight, int activeConnections, int inactiveConnections) {}

    /** The service at this address, port and protocol. */
    public Optional<Service> service(String protocol, InetAddress address, int port) {
        return services.stream()
                .filter(service -> service.protocol().equals(protocol)
                        && service.address().equals(address)
                        && service.port() == port)
                .findFirst();
    }

    /** Parses the file; skips services by firewall mark, which a topology cannot define. */
    public static IpvsTable parse(String text) {
        List<Service> services = new ArrayList<>();
        boolean inKnownService = false;
        for (String line : text.lines().toList()) {
            Matcher service = SERVICE.matcher(line);
            Matcher destination = DESTINATION.matcher(line);
            if (service.matches()) {
                services.add(service(service));
                inKnownService = true;
            } else if (destination.matches() && inKnownService) {
                services.set(services.size() - 1, with(services.get(services.size() - 1), destination(destination)));
            } else if (!destination.matches()) {
                inKnownService = false;
            }
        }
        return new IpvsTable(services);
    }

    private static Service service(Matcher line) {
        return new Service(
                line.group(1),
                address(line.group(2), line.group(3)),
                Integer.parseInt(line.group(4), 16),
                line.group(5),
                PERSISTENT.matcher(line.group(6)).find(),
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

    private static Service with(Service service, Destination destination) {
        List<Destination> destinations = new ArrayList<>(service.destinations());
        destinations.add(destination);
        return new Service(
                service.protocol(),
                service.address(),
                service.port(),
                service.scheduler(),
                service.persistent(),
                destinations);
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
