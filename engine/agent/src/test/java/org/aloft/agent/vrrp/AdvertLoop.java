package org.aloft.agent.vrrp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.NetworkNamespaces;

/**
 * A program: an active router on one host and its backup on another, each the whole of a {@link VrrpRunner} on real sockets, with
 * adverts every 10 ms over IPv4, IPv6 and unicast. Prints what their threads allocate while some hundred adverts go by:
 * {@code active=BYTES backup=BYTES}. {@link AdvertLoopIT} runs it on a Java virtual machine as the bundle has it.
 */
final class AdvertLoop {
    /** Well beyond the moment at which the threads become real-time, and the adverts in which classes are loaded. */
    private static final int WARM_UP = 500;

    private static final int MEASURED = 300;
    private static final int OBSERVED = 4;

    private static final String INSTANCE = """
            vrrp_instance %s {
                interface eth0
                virtual_router_id %d
                priority %d
                version 3
                advert_int 0.01
                garp_master_delay 0
                %s
                virtual_ipaddress { %s }
            }
            """;

    private final NetworkNamespaces network = NetworkNamespaces.create();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(network));
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AdvertLoop() throws Exception {}

    public static void main(String... arguments) throws Exception {
        AdvertLoop loop = new AdvertLoop();
        try {
            loop.run(Path.of(arguments[0]));
        } finally {
            loop.close();
        }
    }

    private void run(Path folder) throws Exception {
        network.left.ip("addr", "add", "fe80::1/64", "dev", "eth0", "nodad");
        network.right.ip("addr", "add", "fe80::2/64", "dev", "eth0", "nodad");
        long active = startRouter(network.left, folder, 200, "192.0.2.2", InstanceState.ACTIVE);
        long backup = startRouter(network.right, folder, 100, "192.0.2.1", InstanceState.BACKUP);
        Observer observer = Observer.on(network.right, OBSERVED);
        opened.add(observer);
        observer.hear(WARM_UP);
        long activeBefore = threads.getThreadAllocatedBytes(active);
        long backupBefore = threads.getThreadAllocatedBytes(backup);
        observer.hear(MEASURED);
        System.out.println("active=" + (threads.getThreadAllocatedBytes(active) - activeBefore) + " backup="
                + (threads.getThreadAllocatedBytes(backup) - backupBefore));
    }

    /** Returns the number of its thread once all its instances have come to that state. */
    private long startRouter(NetworkNamespaces.Side on, Path folder, int priority, String peer, InstanceState expected)
            throws Exception {
        RouterOnWire router = RouterOnWire.start(
                on,
                folder,
                INSTANCE.formatted("IPV4", OBSERVED, priority, "", "192.0.2.10")
                        + INSTANCE.formatted("IPV6", 6, priority, "", "fe80::10")
                        + INSTANCE.formatted("UNICAST", 7, priority, "unicast_peer { " + peer + " }", "192.0.2.20"));
        opened.add(router);
        router.await(expected, 3);
        return router.runner.threadId();
    }

    private void close() throws Exception {
        for (int last = opened.size() - 1; last >= 0; last--) {
            opened.get(last).close();
        }
    }
}
