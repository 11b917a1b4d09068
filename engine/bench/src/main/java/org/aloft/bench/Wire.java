package org.aloft.bench;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * One Ethernet segment: a bridge in a network namespace and hosts in namespaces of their own, all gone after {@link
 * #close()}, which a signal that ends the benchmark calls as well. For one thread.
 */
final class Wire implements AutoCloseable {
    /** The network of all VIPs and hosts. */
    static final String NETWORK = "10.77.0.";

    private final String name = "aloft-bench" + ProcessHandle.current().pid();
    private final Deque<String> spaces = new ConcurrentLinkedDeque<>();
    private final Thread atExit = new Thread(this::leave, "end of the wire");

    Wire() {
        Runtime.getRuntime().addShutdownHook(atExit);
        String bridge = space("bridge");
        Shell.each("""
                ip -n %1$s link add br0 address 02:00:00:00:77:fe type bridge stp_state 0 forward_delay 0 mcast_snooping 0
                ip -n %1$s link set br0 up
                """.formatted(bridge));
    }

    private String space(String host) {
        String space = name + host;
        spaces.add(space);
        Shell.run("ip", "netns", "add", space);
        Shell.run("ip", "-n", space, "link", "set", "lo", "up");
        return space;
    }

    /** A host with address 10.77.0.{@code number} on eth0. */
    Host host(int number) {
        String space = space("h" + number);
        Shell.each("""
                ip -n %1$s link add p%3$d type veth peer name eth0 netns %2$s
                ip -n %1$s link set p%3$d master br0 up
                ip -n %2$s address add 10.77.0.%3$d/16 dev eth0
                ip -n %2$s link set eth0 up
                """.formatted(name + "bridge", space, number));
        return new Host(space, number);
    }

    /** The bridge itself, where all packets can be captured. */
    List<String> onBridge() {
        return List.of("ip", "netns", "exec", name + "bridge");
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process is ending, and the hook has begun: it finds nothing more to do.
        }
    }

    /** Ends what a failure has left running on its hosts, and them. */
    private void leave() {
        for (String space = spaces.poll(); space != null; space = spaces.poll()) {
            Shell.run("ip", "netns", "pids", space)
                    .lines()
                    .map(Long::valueOf)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
            Shell.run("ip", "netns", "delete", space);
        }
    }

    /**
     * A host.
     *
     * @param space its network namespace
     * @param number the last byte of its address
     */
    record Host(String space, int number) {
        String address() {
            return NETWORK + number;
        }

        /** What to put before a command to run it there. */
        List<String> prefix() {
            return List.of("ip", "netns", "exec", space);
        }

        private String bridge() {
            return space.substring(0, space.lastIndexOf('h')) + "bridge";
        }

        /** Cuts the host off at once, as a power cut does. */
        void unplug() {
            Shell.run("ip", "-n", bridge(), "link", "set", "p" + number, "down");
        }

        /** As after a reboot: connected, with nothing but its own address. */
        void plugInAnew() {
            Shell.each("""
                    ip -n %1$s address flush dev eth0
                    ip -n %1$s address add %2$s/16 dev eth0
                    ip -n %3$s link set p%4$d up
                    """.formatted(space, address(), bridge(), number));
        }
    }
}
