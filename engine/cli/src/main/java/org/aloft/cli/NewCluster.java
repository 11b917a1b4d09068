package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;

/**
 * A cluster as {@code aloft init} writes it: the texts of its two files.
 *
 * @param inventory of hosts.ini
 * @param topology of topology.yml; holds the password
 */
record NewCluster(String inventory, String topology) {
    static final String INVENTORY_FILE = "hosts.ini";
    static final String TOPOLOGY_FILE = "topology.yml";

    private static final String LVS_DR = "lvs-dr";
    private static final String WEB_PAIR = "web-pair";
    /** VRRPv2 sends eight octets (RFC 2338 §5.3.10). */
    private static final int PASSWORD_LENGTH = 8;
    /** Letters and digits, without those that are mistaken for others. */
    private static final String PASSWORD_CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int HIGHEST_PRIORITY = 100;
    private static final int USUAL_STEP = 10;

    /** Nothing that INI or YAML gives a meaning. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:@-]+");

    /** What stands for a part while others are checked (RFC 5737). */
    private static final Map<ClusterPart, String> EXAMPLE = Map.of(
            ClusterPart.VIP, "203.0.113.250",
            ClusterPart.DIRECTORS, "example1=203.0.113.251 example2=203.0.113.252",
            ClusterPart.SERVERS, "example3=203.0.113.253 example4=203.0.113.254");

    /** Whether a cluster of these parts has this one: a pair has no real servers behind it. */
    static boolean has(ClusterPart part, Map<ClusterPart, String> parts) {
        return part != ClusterPart.SERVERS
                || LVS_DR.equals(parts.getOrDefault(ClusterPart.ARRANGEMENT, ClusterPart.ARRANGEMENT.fallback()));
    }

    /** A password for VRRP, which only keeps clusters apart: the network sees it. */
    static String password(RandomGenerator random) {
        return random.ints(PASSWORD_LENGTH, 0, PASSWORD_CHARACTERS.length())
                .mapToObj(index -> PASSWORD_CHARACTERS.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    /**
     * The cluster of these parts.
     *
     * @param parts as they were typed
     * @throws IllegalArgumentException when one cannot be understood; the message says which and why
     */
    static NewCluster of(Map<ClusterPart, String> parts, String password) {
        String arrangement = parts.get(ClusterPart.ARRANGEMENT);
        if (!arrangement.equals(LVS_DR) && !arrangement.equals(WEB_PAIR)) {
            throw new IllegalArgumentException("the arrangement must be lvs-dr or web-pair: " + arrangement);
        }
        Map<String, String> directors = hosts(parts.get(ClusterPart.DIRECTORS));
        Map<String, String> servers = hosts(parts.getOrDefault(ClusterPart.SERVERS, ""));
        String vip = ofIpv4(word(parts.get(ClusterPart.VIP)));
        StringBuilder topology = new StringBuilder();
        if (arrangement.equals(LVS_DR)) {
            topology.append(
                    "# One VIP, held by the better of the directors; behind it web servers that answer the client"
                            + " directly (LVS-DR).\n");
        } else {
            topology.append("# One VIP, held by the better of web servers that are alike.\n");
        }
        topology.append("""
                inventory: hosts.ini
                agent: aloftd

                instances:
                  VI_1:
                    virtual_router_id: %s
                    interface: %s
                    members: %s   # host: priority; the highest is active
                    vips: [%s]
                    authentication: {type: PASS, password: "%s"}
                """.formatted(
                        word(parts.get(ClusterPart.VRID)),
                        word(parts.get(ClusterPart.INTERFACE)),
                        members(directors),
                        vip,
                        password));
        if (arrangement.equals(LVS_DR)) {
            topology.append("""

                    services:
                      web:
                        vip: %s
                        port: 80
                        scheduler: rr
                        forward: dr
                        real_servers: {web: 1}   # host or group: weight
                        check: {tcp: {connect_timeout: 3s, retries: 3, delay_before_retry: 1s, delay: 3s}}
                    """.formatted(vip));
        }
        topology.append("""

                hosts:   # what answers there; take it out where something does already
                  web:
                    packages: [nginx-light]
                    services: [nginx]

                verify:
                  probe: {http: /}
                """);
        String user = word(parts.get(ClusterPart.USER));
        return new NewCluster(inventory(arrangement, directors, servers, user), topology.toString());
    }

    private static String inventory(
            String arrangement, Map<String, String> directors, Map<String, String> servers, String user) {
        StringBuilder inventory = new StringBuilder("# The hosts, as Ansible writes them: name and address.\n");
        inventory.append(arrangement.equals(LVS_DR) ? "\n[directors]\n" : "\n[web]\n");
        directors.forEach((name, address) -> inventory.append(host(name, address)));
        if (arrangement.equals(LVS_DR)) {
            inventory.append("\n[web]\n");
            servers.forEach((name, address) -> inventory.append(host(name, address)));
        }
        return inventory.append("\n[all:vars]\nansible_user=" + user + "\n").toString();
    }

    private static String host(String name, String address) {
        return name + " ansible_host=" + address + "\n";
    }

    /** The first one is wanted active. */
    private static String members(Map<String, String> directors) {
        int step = directors.size() > USUAL_STEP ? 1 : USUAL_STEP;
        StringBuilder members = new StringBuilder();
        int priority = HIGHEST_PRIORITY;
        for (String host : directors.keySet()) {
            members.append(members.isEmpty() ? "" : ", ")
                    .append(host)
                    .append(": ")
                    .append(priority);
            priority -= step;
        }
        return "{" + members + "}";
    }

    private static Map<String, String> hosts(String written) {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String one : written.strip().split("[\\s,]+", -1)) {
            if (!one.isEmpty()) {
                int equals = one.indexOf('=');
                if (equals < 1 || equals == one.length() - 1) {
                    throw new IllegalArgumentException("a host must be written NAME=ADDRESS: " + one);
                }
                if (hosts.put(word(one.substring(0, equals)), word(one.substring(equals + 1))) != null) {
                    throw new IllegalArgumentException("a host must be named once: " + one.substring(0, equals));
                }
            }
        }
        return hosts;
    }

    private static String word(String text) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("must be one word of letters, digits and . _ : @ -: " + text);
        }
        return text;
    }

    /** What is written here, VRRP version 2 and ARP, is IPv4's. */
    private static String ofIpv4(String vip) {
        if (vip.contains(":")) {
            throw new IllegalArgumentException("the VIP must be an IPv4 address: " + vip);
        }
        return vip;
    }

    /**
     * What is wrong with the parts so far; the others stand at examples meanwhile. Empty when they can be planned.
     *
     * @param parts in which anything may be missing
     */
    static Optional<String> complaint(Map<ClusterPart, String> parts) throws IOException {
        Map<ClusterPart, String> all = new LinkedHashMap<>(EXAMPLE);
        for (ClusterPart part : ClusterPart.values()) {
            all.putIfAbsent(part, part.fallback());
        }
        all.putAll(parts);
        Path folder = Files.createTempDirectory("aloft-init");
        try {
            of(all, "example1").write(folder);
            new TopologyReader().read(folder.resolve(TOPOLOGY_FILE));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (TopologyException e) {
            Problem first = e.problems().get(0);
            return Optional.of(
                    first.message() + first.fix().map(fix -> ". " + fix).orElse(""));
        } finally {
            Files.deleteIfExists(folder.resolve(INVENTORY_FILE));
            Files.deleteIfExists(folder.resolve(TOPOLOGY_FILE));
            Files.deleteIfExists(folder);
        }
    }

    /** Writes both files; one that is there already is never overwritten. Only the owner may read the password. */
    void write(Path folder) throws IOException {
        OwnFiles.create(folder.resolve(TOPOLOGY_FILE), topology);
        Files.writeString(folder.resolve(INVENTORY_FILE), inventory, java.nio.file.StandardOpenOption.CREATE_NEW);
    }
}
