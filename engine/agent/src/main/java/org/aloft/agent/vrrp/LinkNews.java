package org.aloft.agent.vrrp;

import java.util.List;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.vrrp.machine.State;

/**
 * Changes to links, addresses and routes since the last call.
 *
 * @param events in order
 */
record LinkNews(List<LinkEvent> events) {
    /** Whether a router has to look at its interface and at what it holds. */
    boolean concern(VirtualRouter router) {
        return events.stream().anyMatch(event -> concerns(event, router));
    }

    /** Whether interfaces may have come, gone or changed. */
    boolean concernInterfaces() {
        return events.stream()
                .anyMatch(event -> event instanceof LinkEvent.LinkChanged || event instanceof LinkEvent.Resync);
    }

    private static boolean concerns(LinkEvent event, VirtualRouter router) {
        if (event instanceof LinkEvent.LinkChanged changed) {
            String name = changed.link().name();
            return name.equals(router.block().networkInterface())
                    || router.block().holding().uses(name)
                    || router.place().speaksOn(changed.link()) // it was renamed
                    || router.state() instanceof State.Fault; // the reason may be another now
        }
        if (event instanceof LinkEvent.RouteRemoved removed) {
            return router.block().holding().routes().stream()
                    .anyMatch(route -> route.route().place().table() == removed.table());
        }
        if (event instanceof LinkEvent.RuleRemoved) {
            return !router.block().holding().rules().isEmpty();
        }
        if (event instanceof LinkEvent.AddressRemoved removed) {
            return router.isVip(removed.address()) || router.place().speaksFrom(removed.address());
        }
        return event instanceof LinkEvent.Resync
                || (event instanceof LinkEvent.AddressAdded && router.state() instanceof State.Fault);
    }
}
