package org.aloft.agent.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.check.CheckLauncher;
import org.aloft.agent.check.CheckListener;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.RunningCheck;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.check.WeightEffect;

/**
 * The real servers of the configuration, their checks, and the last results of those. A check whose settings stay the
 * same over a reload goes on, and so does what it found. For the balancer's thread.
 */
final class CheckedServers {
    /** A check and its last word. */
    private static final class Watch {
        final CheckSettings settings;
        final CheckListener listener;
        Optional<RunningCheck> running = Optional.empty();
        boolean up;
        WeightEffect weight = WeightEffect.NONE;
        String reason = "not checked yet";

        Watch(CheckSettings settings, CheckListener listener) {
            this.settings = settings;
            this.listener = listener;
            this.up = settings.initiallyUp();
        }

        void rest() {
            running.ifPresent(RunningCheck::close);
            running = Optional.empty();
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

    /**
     * Starts what is new, ends what is gone.
     *
     * @param resting services whose checks are not made for now
     */
    void configure(List<VirtualService> services, Set<VirtualServiceKey> resting, Instant now) {
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
        rest(resting);
    }

    /** Makes the checks of all services but these, which keep what was found last. */
    void rest(Set<VirtualServiceKey> resting) {
        watches.forEach((key, checks) -> {
            boolean rests = resting.contains(key.service());
            for (Watch watch : checks) {
                if (rests) {
                    watch.rest();
                } else if (watch.running.isEmpty()) {
                    CheckSettings settings = watch.up ? watch.settings : watch.settings.initiallyDown();
                    watch.running = Optional.of(launcher.start(key, settings, watch.listener));
                }
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
        List<Watch> prepared = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            int number = i;
            prepared.add(new Watch(checks.get(i), news -> courier.bring(number, news)));
        }
        watches.put(key, prepared);
        refresh(key, now);
    }

    private List<CheckSettings> settings(RealServerKey key) {
        return watches.get(key).stream().map(watch -> watch.settings).toList();
    }

    private void forget(RealServerKey key) {
        watches.remove(key).forEach(Watch::rest);
        states.remove(key);
    }

    void close() {
        List.copyOf(watches.keySet()).forEach(this::forget);
    }

    /**
     * Records a check's result.
     *
     * @return what was known of the server before; empty when the check is gone: its result may come late
     */
    Optional<ServerState> report(int number, CheckNews news, Instant now) {
        List<Watch> checks = watches.getOrDefault(news.server(), List.of());
        if (number >= checks.size() || checks.get(number).running.isEmpty()) {
            return Optional.empty();
        }
        ServerState before = states.get(news.server());
        Watch watch = checks.get(number);
        watch.up = news.up();
        watch.weight = news.weight();
        watch.reason = news.reason();
        refresh(news.server(), now);
        return Optional.of(before);
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
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, sum));
    }

    ServerState state(RealServerKey server) {
        return states.get(server);
    }
}
