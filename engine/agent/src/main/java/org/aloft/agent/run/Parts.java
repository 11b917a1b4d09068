package org.aloft.agent.run;

import java.util.stream.Collectors;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.lvs.Balancing;
import org.aloft.agent.notify.Notifications;
import org.aloft.agent.track.Tracking;
import org.aloft.agent.vrrp.VrrpRunner;
import org.aloft.agent.vrrp.router.RouterStatus;

/** The parts of a daemon that follow its configuration. For the main thread. */
record Parts(
        VrrpRunner vrrp, Tracking tracking, BfdSessions sessions, Balancing balancing, Notifications notifications) {
    /**
     * Puts a configuration in force. Trackers come before instances, so that none begins with a priority that it does
     * not have. Notifications are not touched: at a reload they have to know of it before all others.
     */
    void configure(LoadedConfiguration loaded) {
        Configuration next = loaded.configuration();
        balancing.configure(next, loaded.plan(), loaded.identity());
        vrrp.expect(next.instances().stream().map(VrrpInstanceBlock::name).collect(Collectors.toSet()));
        try {
            tracking.configure(next.tracking(), next.global().scripts());
        } catch (RuntimeException refused) {
            vrrp.expectNoChange(); // the instances that run go on, and what they track counts
            throw refused;
        }
        vrrp.tellOthers(next.global().vrrp().logUnknownRouters());
        vrrp.delay(next.tracking().interfaceUpDownDelays());
        vrrp.pace(next.global().vrrp().announcements().paces());
        vrrp.configure(next.instances(), next.syncGroups(), next.statics());
        balancing.activeInstances(vrrp.status().stream()
                .filter(instance -> instance.state().equals(InstanceState.ACTIVE.name()))
                .map(RouterStatus::name)
                .collect(Collectors.toSet()));
    }
}
