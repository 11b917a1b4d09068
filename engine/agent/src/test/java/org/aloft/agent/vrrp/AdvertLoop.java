package org.aloft.agent.vrrp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.NetworkNamespaces;

/**
 * A program: an active router on one host and its backup on another, each the whole of a {@link VrrpRunner} on real
 * sockets, with adverts every 50 ms over IPv4, IPv6 and unicast. Prints what their threads allocate while some adverts
 * go by and none changes its state: {@code active=BYTES backup=BYTES}. {@link AdvertLoopIT} runs it on a Java virtual
 * machine as the bundle has it.
 */
final class AdvertLoop {
    /** Well beyond the moment at which the threads become real-time, and the adverts in which classes are loaded. */
    private static final int WARM_UP = 90;

    private static final int MEASURED = 50;

    /** On a busy machine a router may be late and change its state: that is no steady state, and measured again. */
    private static final int MOST_ATTEMPTS = 10;

    private static final int OBSERVED = 4;

    private static final String INSTANCE = """
            vrrp_instance %s {
                interface eth0
                virtual_router_id %d
                priority %d
                version 3
                advert_int 0.05
                garp_master_delay 0
                garp_lower_prio_repeat 0
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
        RouterOnWire active = startRouter(network.left, folder, 200, "192.0.2.2", InstanceState.ACTIVE);
        RouterOnWire backup = startRouter(network.right, folder, 100, "192.0.2.1", InstanceState.BACKUP);
        Observer observer = Observer.on(network.right, OBSERVED);
        opened.add(observer);
        observer.hear(WARM_UP);
        String measured = measure(active, backup, observer);
        for (int attempt = 1;
                attempt < MOST_ATTEMPTS && !(active.events.isEmpty() && backup.events.isEmpty());
                attempt++) {
            measured = measure(active, backup, observer);
        }
        System.out.println(measured);
    }

    private String measure(RouterOnWire active, RouterOnWire backup, Observer observer) {
        active.events.clear();
        backup.events.clear();
        long activeBefore = threads.getThreadAllocatedBytes(active.runner.threadId());
        long backupBefore = threads.getThreadAllocatedBytes(backup.runner.threadId());
        observer.hear(MEASURED);
        return "active=" + (threads.getThreadAllocatedBytes(active.runner.threadId()) - activeBefore) + " backup="
                + (threads.getThreadAllocatedBytes(backup.runner.threadId()) - backupBefore);
    }

    /** Returns it once all its instances have come to that state. */
    private RouterOnWire startRouter(
            NetworkNamespaces.Side on, Path folder, int priority, String peer, InstanceState expected)
            throws Exception {
        RouterOnWire router = RouterOnWire.start(
                on,
                folder,
                INSTANCE.formatted("IPV4", OBSERVED, priority, "", "192.0.2.10")
                        + INSTANCE.formatted("IPV6", 6, priority, "", "fe80::10")
                        + INSTANCE.formatted("UNICAST", 7, priority, "unicast_peer { " + peer + " }", "192.0.2.20"));
        opened.add(router);
        router.await(expected, 3);
        return router;
    }

    private void close() throws Exception {
        for (int last = opened.size() - 1; last >= 0; last--) {
            opened.get(last).close();
        }
    }
}
