package org.aloft.agent.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.track.TrackingTable;
import org.aloft.agent.vrrp.machine.RouterSettings;

/** One run of a cluster through a timeline, on the state machine. For one thread, once. */
final class Run {
    private final Wiring wiring;
    private final Cluster cluster;
    private final Timeline timeline;
    private final Simulation simulation;
    private final List<SimulatedRouter> routers = new ArrayList<>();
    private final List<TrackingTable> tables = new ArrayList<>();
    private final List<Set<String>> unplugged = new ArrayList<>();
    private final List<Outcome.History> histories = new ArrayList<>();
    private final List<Outcome.Check> checks = new ArrayList<>();

    private Run(Wiring wiring, Timeline timeline, long seed) {
        this.wiring = wiring;
        this.cluster = wiring.cluster();
        this.timeline = timeline;
        this.simulation = new Simulation(wiring.machine(), wiring.conditions(), seed);
        cluster.vips().forEach(vips -> histories.add(new Outcome.History()));
        cluster.files().forEach(file -> {
            simulation.addHost(file.name());
            tables.add(new Trackers(file).healthyTable());
            unplugged.add(new HashSet<>());
        });
        wiring.connect(simulation, routers);
        simulation.onHolding(
                router -> wiring.vipsOf().get(routers.indexOf(router)).forEach(this::noteHolders));
        noteHolders();
    }

    /** Runs it to its end, or to the first thing that no router may do. */
    static Outcome of(Wiring wiring, Timeline timeline, long seed) {
        return new Run(wiring, timeline, seed).run();
    }

    private Outcome run() {
        timeline.moves().forEach(move -> simulation.at(Simulation.START + move.at(), () -> make(move)));
        timeline.checks().forEach(check -> simulation.at(Simulation.START + check, this::check));
        Optional<String> fault = Optional.empty();
        try {
            simulation.runFor(Duration.ofNanos(timeline.end() + 1));
        } catch (BrokenRuleException broken) {
            fault = Optional.of(broken.getMessage());
            simulation.tell("this must not be:", broken.getMessage());
        }
        return new Outcome(histories, checks, fault, story());
    }

    private Outcome.Story story() {
        return new Outcome.Story() {
            @Override
            public int length() {
                return simulation.storyLength();
            }

            @Override
            public List<String> lines() {
                return simulation.story();
            }
        };
    }

    private long now() {
        return simulation.now() - Simulation.START;
    }

    private void make(Move move) {
        if (move instanceof Move.Start start) {
            start(start.host());
        } else if (move instanceof Move.Crash crash) {
            simulation.hosts().get(crash.host()).crash();
        } else if (move instanceof Move.Stop stop) {
            simulation.hosts().get(stop.host()).leave();
        } else if (move instanceof Move.Pause pause) {
            simulation.hosts().get(pause.host()).pause();
        } else if (move instanceof Move.Resume resume) {
            simulation.hosts().get(resume.host()).resume();
        } else if (move instanceof Move.Link link) {
            plug(link);
        } else if (move instanceof Move.Loss loss) {
            simulation.tell("network", "loses " + Math.round(loss.share() * 100) + " % of all packets");
            simulation.setLoss(loss.share());
        } else if (move instanceof Move.Failure failure) {
            fail(failure);
        }
    }

    private void start(int host) {
        SimulatedHost started = simulation.hosts().get(host);
        if (started.isPaused()) {
            started.resume(); // a shortened story may lack what came between
        } else {
            started.start();
        }
    }

    private void fail(Move.Failure failure) {
        RouterFile file = cluster.files().get(failure.host());
        simulation.tell(file.name(), failure.key() + " fails");
        tables.get(failure.host()).put(failure.key(), new Trackers(file).reading(failure.key(), false));
        trackAgain(failure.host());
    }

    private void trackAgain(int host) {
        forEachRouter(
                host,
                (member, router) ->
                        router.track(tables.get(host).of(member.block().name())));
    }

    private void plug(Move.Link link) {
        SimulatedHost host = simulation.hosts().get(link.host());
        simulation.tell(host.name(), link.device() + (link.up() ? " has its link again" : " loses its link"));
        Set<String> down = unplugged.get(link.host());
        if (link.up()) {
            down.remove(link.device());
        } else {
            down.add(link.device());
        }
        forEachRouter(link.host(), (member, router) -> {
            router.setPlugged(!down.contains(member.block().networkInterface()));
            Optional<String> fault = watched(member).filter(down::contains).findFirst();
            router.setLink(fault.map(device -> "interface " + device + " has no carrier"));
        });
        noteHolders();
    }

    /** The interfaces without which an instance is in FAULT. */
    private static Stream<String> watched(Member member) {
        Stream<String> own = member.block().tracking().ownInterface()
                ? Stream.of(member.block().networkInterface())
                : Stream.empty();
        return Stream.concat(
                own,
                member.block().holding().addresses().stream()
                        .filter(VirtualAddress::tracked)
                        .map(VirtualAddress::device)
                        .map(member::linkOf)
                        .filter(device -> !device.equals(member.block().networkInterface())));
    }

    @FunctionalInterface
    private interface ToRouter {
        void apply(Member member, SimulatedRouter router);
    }

    private void forEachRouter(int host, ToRouter effect) {
        for (int index = 0; index < routers.size(); index++) {
            if (cluster.members().get(index).host() == host) {
                effect.apply(cluster.members().get(index), routers.get(index));
            }
        }
        simulation.hosts().get(host).settle();
    }

    private void noteHolders() {
        for (int number = 0; number < histories.size(); number++) {
            noteHolders(number);
        }
    }

    private void noteHolders(int number) {
        long hosts = 0;
        for (Vips.Place place : cluster.vips().get(number).places()) {
            boolean there = routers.get(place.member()).vipsAreOnHost() && isReachable(place);
            hosts |= there ? 1L << place.host() : 0;
        }
        histories.get(number).note(now(), hosts);
    }

    /** VIPs behind an interface without link are nobody's. */
    private boolean isReachable(Vips.Place place) {
        return !unplugged.get(place.host()).contains(place.device());
    }

    private void check() {
        List<Long> healthy = cluster.vips().stream().map(this::healthy).toList();
        List<Long> alone = cluster.vips().stream().map(this::wanted).toList();
        List<Long> wanted = IntStream.range(0, alone.size())
                .mapToObj(number -> withSyncGroup(number, alone))
                .toList();
        checks.add(new Outcome.Check(now(), healthy, wanted));
    }

    private long healthy(Vips vips) {
        long hosts = 0;
        for (int member : vips.group()) {
            hosts |= isHealthy(member) ? 1L << cluster.members().get(member).host() : 0;
        }
        for (Vips.Place place : vips.places()) {
            hosts &= isReachable(place) ? -1 : ~(1L << place.host());
        }
        return hosts;
    }

    private boolean isHealthy(int member) {
        SimulatedRouter router = routers.get(member);
        return router.host().isAlive() && router.takesPart();
    }

    /** The host that must be active whatever was before: alone on top, and free to push others aside. 0 if none is. */
    private long wanted(Vips vips) {
        long best = 0;
        int highest = 0;
        for (Vips.Place place : vips.places()) {
            RouterSettings settings = routers.get(place.member()).settings();
            if (isHealthy(place.member()) && isReachable(place) && settings.priority() >= highest) {
                boolean alone = settings.priority() > highest;
                best = alone && settings.preemption().allowed() ? 1L << place.host() : 0;
                highest = settings.priority();
            }
        }
        return best;
    }

    /** A member of a sync group must be active only where all others must be as well. */
    private long withSyncGroup(int number, List<Long> wanted) {
        for (Vips.Place place : cluster.vips().get(number).places()) {
            boolean agreed = wiring.togetherWith(place.member()).stream()
                    .flatMap(member -> wiring.vipsOf().get(member).stream())
                    .allMatch(vips -> wanted.get(vips).equals(wanted.get(number)));
            if (!agreed) {
                return 0;
            }
        }
        return wanted.get(number);
    }
}
