package org.aloft.agent;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;

/** Two hosts on one Ethernet: network namespaces {@link #first} (10.9.0.1) and {@link #second} (10.9.0.2), joined by a bridge in a third. Gone when closed. */
final class Segment implements AutoCloseable {
    private static int count;

    final String first;
    final String second;
    private final List<String> namespaces = new ArrayList<>();

    Segment() {
        if (!"root".equals(System.getProperty("user.name"))) {
            fail(
                    "this test makes network namespaces and raw sockets, which needs root; run it with sudo, or skip it with -DskipITs");
        }
        String name = "aloftd-it-" + ProcessHandle.current().pid() + "-" + count++;
        first = name + "-1";
        second = name + "-2";
        try {
            build(name + "-bridge");
        } catch (AssertionError failure) {
            close();
            throw failure;
        }
    }

    private void build(String bridge) {
        for (String namespace : List.of(bridge, first, second)) {
            Commands.run("ip", "netns", "add", namespace);
            namespaces.add(namespace);
            Commands.run("ip", "-n", namespace, "link", "set", "lo", "up");
        }
        Commands.run("ip", "-n", bridge, "link", "add", "bridge", "up", "type", "bridge");
        connect(bridge, first, "port1", "10.9.0.1/24");
        connect(bridge, second, "port2", "10.9.0.2/24");
    }

    private static void connect(String bridge, String namespace, String port, String address) {
        Commands.run(
                "ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", bridge);
        Commands.run("ip", "-n", bridge, "link", "set", port, "master", "bridge", "up");
        Commands.run("ip", "-n", namespace, "link", "set", "eth0", "up");
        Commands.run("ip", "-n", namespace, "address", "add", address, "dev", "eth0");
    }

    /** Whether a host has this address. */
    static boolean holds(String namespace, String address) {
        return Commands.run("ip", "-n", namespace, "-o", "address", "show").contains(" " + address + "/");
    }

    @Override
    public void close() {
        namespaces.forEach(namespace -> Commands.run("ip", "netns", "delete", namespace));
    }
}
