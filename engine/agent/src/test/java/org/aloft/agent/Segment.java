package org.aloft.agent;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hosts on one Ethernet: network namespaces {@link #first} (10.9.0.1, fe80::1) and {@link #second} (10.9.0.2,
 * fe80::2), joined by the bridge {@code bridge} in a third. Gone when closed.
 */
final class Segment implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String first;
    final String second;
    final String between;
    private final List<String> namespaces = new ArrayList<>();

    Segment() {
        if (!"root".equals(System.getProperty("user.name"))) {
            fail(
                    "this test makes network namespaces and raw sockets, which needs root; run it with sudo, or skip it with -DskipITs");
        }
        String name = "aloftd-it-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement();
        first = name + "-1";
        second = name + "-2";
        between = name + "-bridge";
        try {
            build(between);
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
        connect(bridge, first, "port1", "10.9.0.1/24", "fe80::1/64");
        connect(bridge, second, "port2", "10.9.0.2/24", "fe80::2/64");
    }

    private static void connect(String bridge, String namespace, String port, String address, String linkLocal) {
        Commands.run(
                "ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", bridge);
        Commands.run("ip", "-n", bridge, "link", "set", port, "master", "bridge", "up");
        // Addresses that are there at once: none of the kernel's own, which would be looked for on the link first.
        Commands.run("ip", "-n", namespace, "link", "set", "eth0", "addrgenmode", "none");
        Commands.run("ip", "-n", namespace, "link", "set", "eth0", "up");
        Commands.run("ip", "-n", namespace, "address", "add", address, "dev", "eth0");
        Commands.run("ip", "-n", namespace, "address", "add", linkLocal, "dev", "eth0", "nodad");
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
