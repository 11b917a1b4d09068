package org.aloft.agent.vrrp.router;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.aloft.agent.vrrp.machine.Advert;

/** The routers of a group whose adverts one instance heard. Noted by the VRRP thread, read by any. */
public final class HeardRouters {
    /** More than any real group has; an attacker cannot make it grow further. */
    private static final int MOST = 32;

    private final Map<InetAddress, Heard> routers = new ConcurrentHashMap<>();

    /** One router; changed in place, since adverts come often. */
    static final class Heard {
        private volatile int priority;
        private volatile long intervalNanos;
        private volatile long at;
        private final AtomicLong adverts = new AtomicLong();

        private void note(Advert advert, long now) {
            priority = advert.priority();
            intervalNanos = advert.intervalNanos();
            at = now;
            adverts.incrementAndGet();
        }
    }

    /** An advert was heard. */
    public void note(Advert advert, long now) {
        Heard heard = routers.get(advert.source());
        if (heard == null) {
            if (routers.size() >= MOST) {
                return;
            }
            heard = new Heard();
            routers.put(advert.source(), heard);
        }
        heard.note(advert, now);
    }

    /** Last heard first. */
    List<RouterExplanation.HeardRouter> list(long now) {
        return routers.entrySet().stream()
                .map(entry -> RouterExplanation.HeardRouter.of(
                        entry.getKey(),
                        entry.getValue().priority,
                        entry.getValue().intervalNanos,
                        entry.getValue().adverts.get(),
                        now - entry.getValue().at))
                .sorted(Comparator.comparing(RouterExplanation.HeardRouter::age))
                .toList();
    }
}
