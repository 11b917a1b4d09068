package org.aloft.agent.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.agent.check.CheckLauncher;
import org.aloft.agent.check.CheckListener;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.RunningCheck;
import org.aloft.agent.check.WeightEffect;

/**
 * The real servers of the configuration, their checks, and what those said last. A check whose settings stay the same over a reload
 * goes on, and so does what it found. For the balancer's thread.
 */
final class CheckedServers {
    private static final int HIGHEST_WEIGHT = 65_535;

    /** A check and its last word. */
    private static final class Watch {
        final CheckSettings settings;
        final RunningCheck running;
        boolean up;
        WeightEffect weight = WeightEffect.NONE;
        String reason = "not checked yet";

        Watch(CheckSettings settings, RunningCheck running) {
            this.settings = settings;
            this.running = running;
            this.up = settings.initiallyUp();
        }
    }

    /** Takes a check's word on whatever thread, to bring it to {@link #report} on the balancer's. */
    interface Courier {
        void bring(int number, CheckNews news);
    }

    private final CheckLauncher launcher;
    private final Courier courier;
    private final Map<RealServerKey, List<Watch>> watches = new LinkedHashMap<>();
    private final Map<RealServerKey, ServerState> states = new HashMap<>();

    CheckedServers(CheckLauncher launcher, Courier courier) {
        this.launcher = launcher;
        this.courier = courier;
    }

    /** Starts what is new, ends what is gone. */
    void configure(List<VirtualService> services, Instant now) {
        Map<RealServerKey, List<CheckSettings>> wanted = new LinkedHashMap<>();
        services.forEach(service ->
                service.realServers().forEach(server -> wanted.put(server.key(service.key()), server.checks())));
        List.copyOf(watches.keySet()).stream()
                .filter(key -> !wanted.containsKey(key))
                .forEach(this::forget);
        wanted.forEach((key, checks) -> {
            if (!watches.containsKey(key)) {
                begin(key, checks, now);
            } else if (!isSame(settings(key), checks)) {
                boolean wasUp = isUp(key);
                forget(key);
                // To be down is proven, so other settings of a check do not end it; the first result does.
                begin(
                        key,
                        checks.stream()
                                .map(check -> wasUp ? check : check.initiallyDown())
                                .toList(),
                        now);
            }
        });
    }

    /** Whether both are the same apart from how they begin. */
    private static boolean isSame(List<CheckSettings> running, List<CheckSettings> wanted) {
        return running.stream()
                .map(CheckSettings::initiallyDown)
                .toList()
                .equals(wanted.stream().map(CheckSettings::initiallyDown).toList());
    }

    private void begin(RealServerKey key, List<CheckSettings> checks, Instant now) {
        watches.put(key, launch(key, checks));
        refresh(key, now);
    }

    private List<CheckSettings> settings(RealServerKey key) {
        return watches.get(key).stream().map(watch -> watch.settings).toList();
    }

    private List<Watch> launch(RealServerKey key, List<CheckSettings> checks) {
        List<Watch> started = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            int number = i;
            CheckListener listener = news -> courier.bring(number, news);
            started.add(new Watch(checks.get(i), launcher.start(key, checks.get(i), listener)));
        }
        return started;
    }

    private void forget(RealServerKey key) {
        watches.remove(key).forEach(watch -> watch.running.close());
        states.remove(key);
    }

    void close() {
        List.copyOf(watches.keySet()).forEach(this::forget);
    }

    /** Notes a check's word. False when nobody waits for it: a check that is gone may still have spoken. */
    boolean report(int number, CheckNews news, Instant now) {
        List<Watch> checks = watches.getOrDefault(news.server(), List.of());
        if (number >= checks.size()) {
            return false;
        }
        Watch watch = checks.get(number);
        watch.up = news.up();
        watch.weight = news.weight();
        watch.reason = news.reason();
        refresh(news.server(), now);
        return true;
    }

    private void refresh(RealServerKey server, Instant now) {
        List<Watch> checks = watches.get(server);
        boolean up = checks.stream().allMatch(watch -> watch.up);
        String reason = checks.stream()
                .filter(watch -> watch.up == up)
                .map(watch -> watch.reason)
                .findFirst()
                .orElse("it has no check");
        ServerState before = states.get(server);
        Instant since = before != null && before.up() == up ? before.since() : now;
        states.put(server, new ServerState(up, since, reason));
    }

    boolean isUp(RealServerKey server) {
        ServerState state = states.get(server);
        return state != null && state.up();
    }

    /** What the checks of a server make of its configured weight, 0 or more. */
    int weight(RealServerKey server, int configured) {
        long sum = configured;
        for (Watch watch : watches.getOrDefault(server, List.of())) {
            sum += watch.weight.change(configured);
        }
        return (int) Math.max(0, Math.min(HIGHEST_WEIGHT, sum));
    }

    Map<RealServerKey, ServerState> states() {
        return Map.copyOf(states);
    }
}
