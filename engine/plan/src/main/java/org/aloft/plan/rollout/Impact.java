package org.aloft.plan.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.IpPrefix;

/**
 * What the plan does to the service.
 *
 * @param vips one entry a VIP, in the topology's order
 * @param services what stops or restarts on hosts that are no directors
 */
public record Impact(List<VipImpact> vips, List<ServiceImpact> services) {
    public Impact {
        vips = List.copyOf(vips);
        services = List.copyOf(services);
    }

    /**
     * What the plan does to one VIP.
     *
     * @param instance the VRRP instance that it belongs to
     * @param vip the VIP
     * @param holders who holds it, in the order of time: {@code [lvs1]} stays, {@code [lvs1, lvs2, lvs1]} moves there
     *     and back; empty when no one does
     * @param heldBefore whether the first of the holders holds it already, before anything is changed
     * @param longestGap the longest time without an answer that is expected; zero when none is
     * @param reasoning how that was arrived at
     * @param goesAway whether nobody holds it afterwards, for good
     */
    public record VipImpact(
            String instance,
            IpPrefix vip,
            List<String> holders,
            boolean heldBefore,
            Duration longestGap,
            String reasoning,
            boolean goesAway) {
        public VipImpact {
            holders = List.copyOf(holders);
        }

        /** How often it moves from one director to another. */
        public int moves() {
            return Math.max(0, holders.size() - 1);
        }
    }

    /**
     * A service that clients may miss on some hosts.
     *
     * @param unit its systemd unit
     * @param verb {@code restarts} or {@code stops}
     * @param groups the hosts, those together that do it at the same time
     * @param drained those of the hosts that directors send no new connections to meanwhile
     * @param notDrained why not the others, whose clients notice it; empty when nobody is sent to these
     */
    public record ServiceImpact(
            String unit, String verb, List<List<String>> groups, List<String> drained, Optional<String> notDrained) {
        public ServiceImpact {
            groups = List.copyOf(groups);
            drained = List.copyOf(drained);
        }
    }
}
