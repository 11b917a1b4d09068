package org.aloft.verify.status;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.LatestLooks;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Sleep;

/**
 * Looks at a cluster again and again. Each director has a thread of its own, so that one that has died keeps nobody from
 * seeing who took over; all other hosts share one. The public methods are safe for any thread.
 */
public final class StatusWatch implements AutoCloseable {
    private final Topology topology;
    private final Observer observer;
    private final Duration pace;
    private final Sleep sleep;
    private final LatestLooks looks;
    private final List<Thread> threads = new ArrayList<>();

    private StatusWatch(Topology topology, Observer observer, Duration pace, Sleep sleep) {
        this.topology = topology;
        this.observer = observer;
        this.pace = pace;
        this.sleep = sleep;
        Set<InetAddress> vips = topology.instances().stream()
                .flatMap(instance -> instance.vips().stream())
                .map(IpPrefix::address)
                .collect(Collectors.toSet());
        this.looks = new LatestLooks(vips);
    }

    /**
     * Looks at all hosts once, and then goes on by itself.
     *
     * @param pace how long a host is left alone between two looks
     * @throws InterruptedException when interrupted
     */
    public static StatusWatch start(Topology topology, Observer observer, Duration pace, Sleep sleep)
            throws InterruptedException {
        StatusWatch watch = new StatusWatch(topology, observer, pace, sleep);
        watch.note(observer.look(), System.nanoTime());
        watch.begin();
        return watch;
    }

    private void note(ClusterSeen cluster, long began) {
        long ended = System.nanoTime();
        cluster.hosts().values().forEach(host -> looks.note(host, began, ended));
    }

    private void begin() {
        Set<String> others = topology.hosts().keySet().stream()
                .filter(host -> !topology.isDirector(host))
                .collect(Collectors.toSet());
        for (Host host : topology.hosts().values()) {
            if (topology.isDirector(host.name())) {
                run(host.name(), () -> lookAt(host));
            }
        }
        if (!others.isEmpty()) {
            run("others", () -> lookAt(others));
        }
    }

    private void run(String name, Round round) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            sleep.of(pace);
                            round.take();
                        }
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt(); // the watch is over
                    }
                },
                "watch-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** One look of a thread. */
    @FunctionalInterface
    private interface Round {
        void take() throws InterruptedException;
    }

    private void lookAt(Host host) {
        long began = System.nanoTime();
        HostSeen seen = orFailed(host.name(), () -> observer.look(host));
        looks.note(seen, began, System.nanoTime());
    }

    private void lookAt(Set<String> hosts) throws InterruptedException {
        long began = System.nanoTime();
        note(observer.look(hosts), began);
    }

    /** A fault of ours ends no thread in silence: it stands where the host's state would. */
    private static HostSeen orFailed(String host, Supplier<HostSeen> look) {
        try {
            return look.get();
        } catch (RuntimeException fault) {
            return HostSeen.unobserved(host, fault.toString());
        }
    }

    /** As it is now, as far as it was seen. */
    public StatusTable now() {
        return StatusTable.of(topology, looks.cluster());
    }

    /** Ends all threads, and does not wait for them. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
