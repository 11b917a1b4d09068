package org.aloft.plan.rollout;

import static org.aloft.plan.shell.ShellWord.quote;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.shell.ShellLibrary;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;

/**
 * What must hold before the next wave begins. It is looked at by a script on the hosts themselves, so that any way of
 * running a script there will do.
 */
public sealed interface Proof {
    /** For a person to read: {@code web1 listens on 192.168.100.200:80}. */
    String text();

    /** The hosts on which the script is run. */
    List<String> hosts();

    /** A POSIX sh script that changes nothing. */
    String script();

    /**
     * What is seen instead; empty when it holds.
     *
     * @param outputs host → what the script printed there, stripped; every one of {@link #hosts}
     */
    Optional<String> missing(Map<String, String> outputs);

    /** What to do when it does not hold. */
    String fix();

    /** How long it must hold without a break before it counts. */
    default Duration holdsFor() {
        return Duration.ZERO;
    }

    /** Whether the rollout stops when it does not hold; else it is only told. */
    default boolean required() {
        return true;
    }

    /**
     * A real server listens on its own address.
     *
     * @param host the real server
     * @param address where it listens
     * @param ports each 1..65535, one or more
     * @param required whether it listened before: what did not answer before need not answer after
     */
    record Listens(String host, InetAddress address, SortedSet<Integer> ports, boolean required) implements Proof {
        private static final HexFormat HEX = HexFormat.of().withUpperCase();

        public Listens {
            ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
        }

        /**
         * How {@code /proc/net/tcp} and {@code tcp6} may write the local end of a socket that takes what is sent to this
         * address and port: each 32 bits of the address are printed in the processor's byte order, which is
         * little-endian on every platform that aloftd runs on.
         */
        public static List<String> sockets(InetAddress address, int port) {
            String portInHex = ":%04X".formatted(port);
            List<String> sockets = new ArrayList<>();
            sockets.add(hex(address.getAddress()) + portInHex);
            // A socket on [::] may take IPv4 as well; one on 0.0.0.0 never takes IPv6.
            sockets.add("0".repeat(32) + portInHex);
            if (address.getAddress().length == 4) {
                sockets.add("00000000" + portInHex);
                sockets.add("0".repeat(16) + "FFFF0000" + hex(address.getAddress()) + portInHex);
            }
            return sockets;
        }

        private static String hex(byte[] bytes) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < bytes.length; word += 4) {
                for (int i = 3; i >= 0; i--) {
                    text.append(HEX.toHexDigits(bytes[word + i]));
                }
            }
            return text.toString();
        }

        @Override
        public String text() {
            return host + " listens on " + endpoints(ports);
        }

        @Override
        public List<String> hosts() {
            return List.of(host);
        }

        @Override
        public String script() {
            String pattern = ports.stream()
                    .flatMap(port -> sockets(address, port).stream())
                    .collect(Collectors.joining("\\|"));
            return "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -o "
                    + quote("^ *[0-9]*: \\(" + pattern + "\\) [0-9A-F:]* 0A ") + " | tr -s ' '";
        }

        @Override
        public Optional<String> missing(Map<String, String> outputs) {
            Set<String> seen = outputs.get(host)
                    .lines()
                    .map(line -> line.strip().split(" ", 3)[1])
                    .collect(Collectors.toSet());
            SortedSet<Integer> silent = ports.stream()
                    .filter(port -> sockets(address, port).stream().noneMatch(seen::contains))
                    .collect(Collectors.toCollection(TreeSet::new));
            return silent.isEmpty()
                    ? Optional.empty()
                    : Optional.of("nothing listens on " + endpoints(silent) + " of " + host);
        }

        /** The address once; of ports that follow one another, the first and the last. */
        private String endpoints(SortedSet<Integer> some) {
            List<String> ranges = new ArrayList<>();
            for (int first : some) {
                if (!some.contains(first - 1)) {
                    int last = first;
                    while (some.contains(last + 1)) {
                        last++;
                    }
                    ranges.add(first == last ? "" + first : first + "-" + last);
                }
            }
            String one = VirtualService.endpoint(address, some.first());
            return one.substring(0, one.lastIndexOf(':') + 1) + String.join(", ", ranges);
        }

        @Override
        public String fix() {
            return "start what serves it on " + host + " (ss -ltn lists what listens), then run aloft apply again";
        }
    }

    /**
     * A director's agent runs.
     *
     * @param host the director
     * @param unit the agent's unit
     * @param manager who runs it there
     */
    record AgentRuns(String host, String unit, ServiceManager manager) implements Proof {
        @Override
        public String text() {
            return unit + " runs on " + host;
        }

        @Override
        public List<String> hosts() {
            return List.of(host);
        }

        @Override
        public String script() {
            return ShellLibrary.text("manager") + "\nstates_of_services " + quote(unit) + "\n";
        }

        @Override
        public Optional<String> missing(Map<String, String> outputs) {
            String state = outputs.get(host);
            return state.equals("active")
                    ? Optional.empty()
                    : Optional.of(unit + " on " + host + " is " + (state.isEmpty() ? "unknown" : state));
        }

        @Override
        public String fix() {
            return manager.lastWordsOf(unit) + " on " + host + " says why; then run aloft apply again";
        }
    }

    /**
     * Exactly one director carries the VIP, for longer than a takeover takes: a second holder would show itself in that
     * time, and so would one that gives up.
     *
     * @param vip the VIP
     * @param hosts those who may carry it
     * @param holdsFor longer than the time in which a standby takes over
     */
    record OneHolder(IpPrefix vip, List<String> hosts, Duration holdsFor) implements Proof {
        public OneHolder {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String text() {
            return "exactly one of " + String.join(", ", hosts) + " holds " + vip.host() + " for "
                    + String.format(Locale.ROOT, "%.1f s", holdsFor.toMillis() / 1000.0);
        }

        /** Interfaces that carry it, one a line; {@code lo} too, where it would be a mistake. */
        @Override
        public String script() {
            return "ip -o address show to " + quote(vip.host())
                    + " | while read -r _ name _; do echo \"${name%%@*}\"; done";
        }

        @Override
        public Optional<String> missing(Map<String, String> outputs) {
            List<String> holders = new ArrayList<>();
            for (String host : hosts) {
                String interfaces = String.join(", ", outputs.get(host).lines().toList());
                if (!interfaces.isEmpty()) {
                    holders.add(host + " (on " + interfaces + ")");
                }
            }
            if (holders.size() == 1) {
                return Optional.empty();
            }
            return Optional.of(
                    holders.isEmpty()
                            ? "no one holds " + vip.host()
                            : vip.host() + " is held by " + String.join(" and by ", holders));
        }

        @Override
        public String fix() {
            return "aloft status --explain says what each director hears of the others; then run aloft apply again";
        }
    }

    /**
     * A director's BGP sessions are up, and the VIPs that it announced before are on lo again.
     *
     * @param host the director
     * @param neighbors the routers
     * @param vips those that were on lo before it changed
     * @param required whether it was a director before: the routers of a new one may not know it yet
     */
    record Announces(String host, List<InetAddress> neighbors, List<InetAddress> vips, boolean required)
            implements Proof {
        public Announces {
            neighbors = List.copyOf(neighbors);
            vips = List.copyOf(vips);
        }

        @Override
        public String text() {
            return host + " announces its VIPs to "
                    + neighbors.stream().map(IpPrefix::inShort).collect(Collectors.joining(", "));
        }

        @Override
        public List<String> hosts() {
            return List.of(host);
        }

        /** A line for each router, with the session's state; then one for each of the VIPs that is on lo. */
        @Override
        public String script() {
            StringBuilder script = new StringBuilder();
            neighbors.stream().map(IpPrefix::inShort).forEach(router -> script.append("echo ")
                    .append(quote(router))
                    .append(" \"$(vtysh -c ")
                    .append(quote("show bgp neighbors " + router + " json"))
                    .append(" 2>/dev/null | sed -n 's/^ *\"bgpState\":\"\\([A-Za-z]*\\)\".*/\\1/p')\"\n"));
            vips.stream().map(IpPrefix::inShort).forEach(vip -> script.append("[ -z \"$(ip -o address show dev lo to ")
                    .append(quote(vip))
                    .append(")\" ] || echo ")
                    .append(quote(vip + " lo"))
                    .append('\n'));
            return script.toString();
        }

        @Override
        public Optional<String> missing(Map<String, String> outputs) {
            List<String> lines = outputs.get(host).lines().map(String::strip).toList();
            List<String> wrong = new ArrayList<>();
            for (InetAddress router : neighbors) {
                String name = IpPrefix.inShort(router);
                if (!lines.contains(name + " Established")) {
                    String state = lines.stream()
                            .filter(line -> line.startsWith(name + " "))
                            .map(line -> line.substring(name.length() + 1))
                            .findFirst()
                            .orElse("unknown");
                    wrong.add("the BGP session with " + name + " is " + state);
                }
            }
            vips.stream()
                    .map(IpPrefix::inShort)
                    .filter(vip -> !lines.contains(vip + " lo"))
                    .forEach(vip -> wrong.add(vip + " is not on lo"));
            return wrong.isEmpty() ? Optional.empty() : Optional.of(host + ": " + String.join("; ", wrong));
        }

        @Override
        public String fix() {
            return "vtysh -c 'show bgp summary' on " + host
                    + " and on the router says more; a VIP waits for the quorum of"
                    + " its services; then run aloft apply again";
        }
    }
}
