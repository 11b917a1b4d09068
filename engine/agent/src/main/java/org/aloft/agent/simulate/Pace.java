package org.aloft.agent.simulate;

import java.util.function.ToLongFunction;
import org.aloft.agent.vrrp.machine.RouterSettings;

/**
 * How fast a cluster acts: what a scenario has to wait for. Times are in nanoseconds.
 *
 * @param interval the longest advert interval
 * @param down the longest that a router can take for gone what is silent
 * @param settling until nothing moves any more after a disturbance
 */
record Pace(long interval, long down, long settling) {
    private static final long SECOND = 1_000_000_000L;

    static Pace of(Cluster cluster, Conditions conditions) {
        long interval = longest(cluster, RouterSettings::intervalNanos);
        long down = longest(
                cluster,
                settings -> settings.downTimerAdverts() * interval
                        + Math.max(interval, settings.version() == 2 ? SECOND : 0));
        long handover = longest(cluster, RouterSettings::handoverNanos);
        long delay = longest(cluster, settings -> settings.preemption().delayNanos());
        long startup = cluster.files().stream()
                .mapToLong(file ->
                        file.configuration().global().vrrp().startupDelay().toNanos())
                .max()
                .orElse(0);
        long vips = cluster.members().stream()
                .mapToLong(member -> member.vips().size() * conditions.perVip())
                .sum();
        boolean grouped =
                cluster.members().stream().anyMatch(member -> member.syncGroup().isPresent());
        long once = handover + 2 * down + interval + conditions.mostDelay() + conditions.firstVip() + vips;
        return new Pace(interval, down, delay + startup + (grouped ? 2 * once : once));
    }

    private static long longest(Cluster cluster, ToLongFunction<RouterSettings> time) {
        return cluster.members().stream()
                .mapToLong(member -> time.applyAsLong(member.settings()))
                .max()
                .orElse(SECOND);
    }
}
