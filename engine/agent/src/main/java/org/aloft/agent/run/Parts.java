package org.aloft.agent.run;

import java.util.List;
import java.util.stream.Collectors;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.lvs.Balancing;
import org.aloft.agent.notify.Notifications;
import org.aloft.agent.track.Tracking;
import org.aloft.agent.vrrp.VrrpRunner;
import org.aloft.agent.vrrp.router.Standing;

/** The parts of a daemon that follow its configuration. For the main thread. */
record Parts(VrrpRunner vrrp, Tracking tracking, Balancing balancing, Notifications notifications) {
    /**
     * Takes all of them from one configuration to another: first notifications, which are to know who is told of what
     * follows, and trackers before instances, so that none begins with a priority that it does not have.
     */
    Changeover<LoadedConfiguration> changeover() {
        return new Changeover<>(List.of(
                new Telling(notifications), new Balance(balancing), new Trackers(tracking), new Instances(this)));
    }

    private record Telling(Notifications notifications) implements Part<LoadedConfiguration> {
        @Override
        public String name() {
            return "notifications";
        }

        @Override
        public void switchTo(LoadedConfiguration before, LoadedConfiguration next) {
            notifications.configure(next.notificationSettings(), before.renamedBy(next));
        }
    }

    private record Balance(Balancing balancing) implements Part<LoadedConfiguration> {
        @Override
        public String name() {
            return "virtual servers";
        }

        @Override
        public void prepare(LoadedConfiguration next) {
            balancing.prepare(next.plan());
        }

        @Override
        public void switchTo(LoadedConfiguration before, LoadedConfiguration next) {
            balancing.configure(next.configuration(), next.plan(), next.identity());
        }

        @Override
        public void release() {
            balancing.release();
        }
    }

    private record Trackers(Tracking tracking) implements Part<LoadedConfiguration> {
        @Override
        public String name() {
            return "trackers";
        }

        @Override
        public void prepare(LoadedConfiguration next) {
            tracking.prepare(next.configuration().tracking());
        }

        @Override
        public void switchTo(LoadedConfiguration before, LoadedConfiguration next) {
            Configuration wanted = next.configuration();
            tracking.configure(
                    wanted.tracking(),
                    wanted.instances().stream().map(VrrpInstanceBlock::name).toList(),
                    wanted.global().scripts());
        }

        @Override
        public void release() {
            tracking.release();
        }
    }

    /** An instance that the kernel grants no socket is in FAULT and says so; that refuses no configuration. */
    private record Instances(Parts parts) implements Part<LoadedConfiguration> {
        @Override
        public String name() {
            return "VRRP instances";
        }

        @Override
        public void switchTo(LoadedConfiguration before, LoadedConfiguration loaded) {
            Configuration next = loaded.configuration();
            VrrpRunner vrrp = parts.vrrp;
            vrrp.tellOthers(next.global().vrrp().logUnknownRouters());
            vrrp.delay(next.tracking().interfaceUpDownDelays());
            vrrp.pace(next.global().vrrp().announcements().paces());
            vrrp.configure(next.instances(), next.syncGroups(), next.statics());
            parts.balancing.activeInstances(vrrp.standings().stream()
                    .filter(instance -> instance.kind() == InstanceState.ACTIVE)
                    .map(Standing::name)
                    .collect(Collectors.toSet()));
        }

        @Override
        public void release() {
            parts.vrrp.forgetTracked();
        }
    }
}
