package org.aloft.agent.track;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.vrrp.LinkDelays;

/** Interfaces: looked at anew whenever the kernel says that a link changed. */
final class InterfaceWatcher implements Watcher {
    private final Poller poller;
    private final Readings readings;
    private final LinkDelays delays = new LinkDelays();
    private Optional<Kernel> kernel = Optional.empty();
    private Set<TrackerKey> watched = Set.of();

    /** Open only while there is something to look at. */
    private record Kernel(LinkMonitor changes, Rtnetlink state) {}

    InterfaceWatcher(Poller poller, Readings readings) {
        this.poller = poller;
        this.readings = readings;
    }

    @Override
    public void prepare(TrackingPlan plan, Set<TrackerKey> wanted) {
        if (kernel.isEmpty() && !interfaces(wanted).isEmpty()) {
            open();
        }
    }

    private static Set<TrackerKey> interfaces(Set<TrackerKey> wanted) {
        return wanted.stream()
                .filter(key -> key.kind() == TrackerKind.INTERFACE)
                .collect(Collectors.toSet());
    }

    @Override
    public void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now) {
        watched = interfaces(wanted);
        delays.configure(plan.interfaceUpDownDelays());
        delays.retain(watched.stream().map(TrackerKey::name).collect(Collectors.toSet()));
        prepare(plan, wanted);
        look(now);
    }

    @Override
    public void release() {
        if (watched.isEmpty()) {
            close();
        }
    }

    private void open() {
        LinkMonitor changes = LinkMonitor.open();
        try {
            kernel = Optional.of(new Kernel(changes, Rtnetlink.open()));
            poller.add(changes.fd());
        } catch (RuntimeException failure) {
            kernel.ifPresent(open -> open.state().close());
            kernel = Optional.empty();
            changes.close();
            throw failure;
        }
    }

    @Override
    public void turn(long now) {
        boolean due = !delays.takeDue(now).isEmpty();
        kernel.filter(open -> due || poller.isReady(open.changes().fd())).ifPresent(open -> {
            open.changes().drain(change -> {});
            look(now);
        });
    }

    private void look(long now) {
        for (TrackerKey key : watched) {
            Optional<NetworkInterface> found = kernel.orElseThrow().state().interfaceByName(key.name());
            if (counts(key.name(), found, now)) {
                readings.read(key, link(key.name(), found));
            }
        }
    }

    /** Whether a change of the interface is old enough; its end is at once. */
    private boolean counts(String name, Optional<NetworkInterface> found, long now) {
        if (found.isEmpty()) {
            delays.forget(name);
            return true;
        }
        boolean up = found.get().up() && found.get().running();
        return delays.look(name, up, LinkDelays.UNLIMITED, now).counts();
    }

    private static Reading link(String name, Optional<NetworkInterface> found) {
        if (found.isEmpty()) {
            return new Reading.Down("there is no interface " + name);
        }
        if (!found.get().up()) {
            return new Reading.Down("it is switched off; run: ip link set " + name + " up");
        }
        return found.get().running()
                ? new Reading.Up("it has a carrier")
                : new Reading.Down("it has no carrier; look at its cable or its switch port");
    }

    @Override
    public long deadline() {
        return delays.deadline();
    }

    @Override
    public void close() {
        kernel.ifPresent(open -> {
            poller.remove(open.changes().fd());
            open.changes().close();
            open.state().close();
        });
        kernel = Optional.empty();
    }
}
