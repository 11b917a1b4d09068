package org.aloft.verify.observe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.plan.shell.ShellLibrary;
import org.aloft.ssh.ScriptResult;
import org.aloft.topology.model.IpPrefix;

/**
 * The script that observes a host, and the parser of its output. Under systemd it forks at most five processes, the last
 * one only where FRR is, since forks dominate the cost; the shell itself does the rest. All values that it reads from
 * {@code /proc/sys} have one digit.
 */
public final class HostScript {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d+:\\s+(\\S+)\\s+inet6?\\s+([0-9a-fA-F.:]+)(?:/(\\d+))?.*");
    private static final Pattern LINK = Pattern.compile("\\d+:\\s+([^:@]+)[:@].*link/ether\\s+([0-9a-fA-F:]{17}).*");
    private static final String SECTION = "#aloft ";

    private static final String TEXT = ShellLibrary.text("manager") + """
            echo '#aloft addresses'
            ip -o addr || exit 1
            echo '#aloft links'
            ip -o link || exit 1
            echo '#aloft sysctls'
            for file in /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/arp_ignore \
            /proc/sys/net/ipv4/conf/*/arp_announce; do
                # A shell that reads byte by byte gets one digit, then end of file: /proc/sys has no second read.
                value=
                read -r value <"$file" || :
                if [ -n "$value" ]; then
                    echo "$file=$value"
                fi
            done
            echo '#aloft ipvs'
            if [ -r /proc/net/ip_vs ]; then
                cat /proc/net/ip_vs /proc/net/ip_vs_stats
            fi
            echo '#aloft services'
            states_of_services aloftd keepalived
            echo '#aloft bgp'
            if command -v vtysh >/dev/null 2>&1; then
                vtysh -c 'show bgp summary json' -c 'show bgp ipv4 unicast json' -c 'show bgp ipv6 unicast json' 2>/dev/null || :
            fi
            echo '#aloft end'
            """;

    private HostScript() {}

    /** The script: POSIX sh, no parameters, changes nothing. */
    public static String text() {
        return TEXT;
    }

    /** Parses what the script printed on {@code host}; an incomplete answer counts as none. */
    public static HostSeen read(String host, ScriptResult result) {
        Optional<String> incomplete = ScriptEnd.missing(result);
        if (incomplete.isPresent()) {
            return HostSeen.unobserved(host, incomplete.get());
        }
        Map<String, List<String>> sections = sections(result.output());
        return new HostSeen(
                host,
                Optional.empty(),
                addresses(sections.getOrDefault("addresses", List.of())),
                macs(sections.getOrDefault("links", List.of())),
                sysctls(sections.getOrDefault("sysctls", List.of())),
                IpvsTable.parse(String.join("\n", sections.getOrDefault("ipvs", List.of()))),
                services(sections.getOrDefault("services", List.of())),
                Optional.empty(),
                Optional.empty(),
                BgpTable.parse(String.join("\n", sections.getOrDefault("bgp", List.of()))),
                Map.of());
    }

    private static Map<String, List<String>> sections(String output) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(SECTION)) {
                current = new ArrayList<>();
                sections.put(line.substring(SECTION.length()), current);
            } else {
                current.add(line);
            }
        }
        return sections;
    }

    private static List<HostSeen.HeldAddress> addresses(List<String> lines) {
        List<HostSeen.HeldAddress> addresses = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.matches()) {
                addresses.add(new HostSeen.HeldAddress(matcher.group(1), prefix(matcher.group(2), matcher.group(3))));
            }
        }
        return addresses;
    }

    private static IpPrefix prefix(String address, String length) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return new IpPrefix(parsed, length == null ? parsed.getAddress().length * 8 : Integer.parseInt(length));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("`ip -o addr` printed an invalid address: " + address, e);
        }
    }

    private static Map<String, String> macs(List<String> lines) {
        Map<String, String> macs = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = LINK.matcher(line);
            if (matcher.matches()) {
                macs.put(matcher.group(1), ArpAnswers.normal(matcher.group(2)));
            }
        }
        return macs;
    }

    private static Map<String, String> sysctls(List<String> lines) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.lastIndexOf('=');
            if (equals > 0) {
                String key = line.substring(0, equals).replace("/proc/sys/", "").replace('/', '.');
                sysctls.put(key, line.substring(equals + 1).strip());
            }
        }
        return sysctls;
    }

    private static Map<String, String> services(List<String> lines) {
        Map<String, String> services = new LinkedHashMap<>();
        List<String> units = List.of("aloftd", "keepalived");
        for (int i = 0; i < Math.min(units.size(), lines.size()); i++) {
            services.put(units.get(i), lines.get(i).strip());
        }
        return services;
    }
}
