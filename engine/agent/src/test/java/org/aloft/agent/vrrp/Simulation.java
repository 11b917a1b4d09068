package org.aloft.agent.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Many routers with the real state machine on one simulated network: a virtual clock, and packets that are late, lost or cut off. The same seed gives
 * the same run. For one thread.
 */
final class Simulation {
    /** The state machine, or one with a bug put in on purpose. */
    @FunctionalInterface
    interface Machine {
        Transition next(RouterSettings settings, State state, Event event, long now);
    }

    /** What is to happen at a moment; the number keeps the order of things that happen at the same one. */
    private record Happening(long at, long number, Runnable effect) {}

    static final long MOST_DELAY = Duration.ofMillis(20).toNanos();

    private final Machine machine;
    private final Random random;
    private final List<Router> routers = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingLong(Happening::number));
    private long numbers;
    private long now = 1_000_000_000L;
    private double loss;

    Simulation(Machine machine, long seed) {
        this.machine = machine;
        this.random = new Random(seed);
    }

    /** One router: its state, and what the actions made of its VIPs. */
    final class Router {
        final int number;
        final RouterSettings settings;
        State state = new State.Initialize("not started");
        boolean vips;
        boolean paused;
        int segment;
        long resumedAt = Long.MIN_VALUE;
        boolean lateAtResume;
        private final List<Event> waiting = new ArrayList<>();

        Router(int number, RouterSettings settings) {
            this.number = number;
            this.settings = settings;
        }

        boolean isActive() {
            return state instanceof State.Active;
        }

        /** Takes part: runs, and was started. */
        boolean isAlive() {
            return !paused && !(state instanceof State.Initialize);
        }

        void start() {
            tell("starts");
            handle(new Event.Startup(now));
        }

        void stop() {
            tell("stops");
            handle(new Event.Shutdown());
        }

        /** Power off: no farewell; its address is gone with it. */
        void crash() {
            tell("crashes");
            state = new State.Initialize("crashed");
            vips = false;
            paused = false;
            waiting.clear();
        }

        void pause() {
            tell("is paused");
            paused = true;
        }

        /** The kernel kept its packets; they are read before the timers are looked at, as in the runner. */
        void resume() {
            tell("resumes");
            paused = false;
            resumedAt = now;
            lateAtResume = isActive() && now - state.deadline() > 2 * settings.intervalNanos();
            List<Event> kept = List.copyOf(waiting);
            waiting.clear();
            kept.forEach(this::handle);
            handle(new Event.TimerExpired());
        }

        void handle(Event event) {
            if (paused) {
                waiting.add(event);
                return;
            }
            State before = state;
            Transition transition = machine.next(settings, state, event, now);
            state = transition.state();
            if (before.getClass() != state.getClass()) {
                tell(state.getClass().getSimpleName() + ": " + state.reason());
            }
            transition.actions().forEach(this::act);
            schedule();
        }

        private void schedule() {
            long deadline = state.deadline();
            if (deadline != State.NEVER) {
                at(Math.max(deadline, now), () -> {
                    if (!paused && state.deadline() == deadline) {
                        handle(new Event.TimerExpired());
                    }
                });
            }
        }

        private void act(Action action) {
            if (action instanceof Action.SendAdvert advert) {
                if (lateAtResume && advert.priority() > 0) {
                    lateAtResume = false;
                    if (now - resumedAt < settings.intervalNanos()) {
                        throw new AssertionError(
                                "router " + number + " advertised after a sleep without listening\n" + storyText());
                    }
                }
                send(this, advert.priority());
            } else if (action instanceof Action.AddVips) {
                vips = true;
            } else if (action instanceof Action.RemoveVips) {
                vips = false;
            }
        }

        void tell(String what) {
            story.add(
                    String.format("%9.3f s  router %d (priority %d) %s", now / 1e9, number, settings.priority(), what));
        }
    }

    Router add(RouterSettings settings) {
        Router router = new Router(routers.size() + 1, settings);
        routers.add(router);
        return router;
    }

    List<Router> routers() {
        return routers;
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    void setLoss(double share) {
        loss = share;
    }

    void at(long moment, Runnable effect) {
        queue.add(new Happening(moment, numbers++, effect));
    }

    void runFor(Duration time) {
        runFor(time, simulation -> {});
    }

    /** Runs, and looks after each happening. */
    void runFor(Duration time, Consumer<Simulation> look) {
        long end = now + time.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Happening next = queue.remove();
            now = next.at();
            next.effect().run();
            look.accept(this);
        }
        now = end;
    }

    private void send(Router from, int priority) {
        Advert advert = new Advert(from.settings.address(), priority, from.settings.intervalNanos(), List.of());
        for (Router to : routers) {
            boolean reaches = to != from && to.segment == from.segment && random.nextDouble() >= loss;
            if (reaches) {
                long delay = (long) (random.nextDouble() * MOST_DELAY);
                at(now + delay, () -> {
                    if (to.segment == from.segment && (to.paused || to.isAlive())) {
                        to.handle(new Event.AdvertReceived(advert));
                    }
                });
            }
        }
    }

    String storyText() {
        return String.join("\n", story);
    }

    /** The routers of each part of the network that can hear one another. */
    List<List<Router>> groups() {
        return routers.stream()
                .map(router -> router.segment)
                .distinct()
                .map(segment -> routers.stream()
                        .filter(router -> router.segment == segment && router.isAlive())
                        .toList())
                .filter(group -> !group.isEmpty())
                .toList();
    }

    /** The longest that any router of the simulation may take for something. */
    long longest(ToLongFunction<RouterSettings> time) {
        return routers.stream()
                .mapToLong(router -> time.applyAsLong(router.settings))
                .max()
                .orElse(0);
    }

    static Inet4Address address(int lastOctet) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) lastOctet});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
