package org.aloft.agent.config;

import org.aloft.agent.kernel.route.Route;

/**
 * One line of {@code virtual_routes} or {@code static_routes}, which is written as for {@code ip route add}.
 *
 * @param line as it stands in the file, words parted by one blank
 * @param route what it means
 * @param tracked false with {@code no_track}
 */
public record VirtualRoute(String line, Route route, boolean tracked) implements Holding {
    /** How a journal line of a route begins. */
    public static final String JOURNAL = "route ";

    @Override
    public Route effect() {
        return route;
    }

    /** As {@link Route#isTakenFor} says. */
    @Override
    public boolean excludes(Holding other) {
        return other instanceof VirtualRoute second && route.isTakenFor(second.route);
    }

    @Override
    public String journalLine() {
        return JOURNAL + line;
    }

    @Override
    public String toString() {
        return "route " + line;
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.route(this);
    }
}
