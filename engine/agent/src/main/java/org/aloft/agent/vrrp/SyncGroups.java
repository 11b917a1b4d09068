package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.machine.SyncGroup;
import org.aloft.agent.vrrp.router.Standing;

/**
 * The sync groups in operation: carries out what {@link SyncGroup} decides, and reports it. For the VRRP thread alone.
 */
final class SyncGroups {
    private static final Logger LOG = Log.of(SyncGroups.class);

    /**
     * Each round carries at least one member further towards where all agree; more rounds are a fault of the decisions.
     */
    private static final int MOST_ROUNDS = 1000;

    private final EventSink events;
    private final InstantSource calendar;
    private final Map<String, InstanceState> states = new HashMap<>();
    private List<VrrpSyncGroupBlock> groups = List.of();

    SyncGroups(EventSink events, InstantSource calendar) {
        this.events = events;
        this.calendar = calendar;
    }

    void configure(List<VrrpSyncGroupBlock> next) {
        groups = next;
        states.keySet().retainAll(next.stream().map(VrrpSyncGroupBlock::name).toList());
    }

    /** Brings the members of each group together again, if something happened to one. */
    void settle(List<VirtualRouter> routers) {
        boolean concerned = false;
        for (int index = 0; index < routers.size(); index++) {
            concerned |= routers.get(index).membership().takeConcernsGroup();
        }
        if (concerned) {
            groups.forEach(group -> settle(group.name(), routers));
        }
    }

    private void settle(String group, List<VirtualRouter> routers) {
        List<VirtualRouter> members = routers.stream()
                .filter(router -> router.membership().group().equals(Optional.of(group)))
                .toList();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<SyncGroup.Order> orders = SyncGroup.orders(
                    members.stream().map(member -> member.membership().seen()).toList());
            if (orders.isEmpty()) {
                tell(group, members);
                return;
            }
            orders.forEach(order -> members.stream()
                    .filter(member -> member.name().equals(order.instance()))
                    .forEach(member -> member.membership().obey(order)));
        }
        throw new IllegalStateException("the members of sync group " + group + " do not come together");
    }

    private void tell(String group, List<VirtualRouter> members) {
        InstanceState now = SyncGroup.state(
                members.stream().map(member -> Standing.kind(member.state())).toList());
        InstanceState before = states.put(group, now);
        if (now != before && !members.isEmpty()) {
            String reason = members.stream()
                    .filter(member -> Standing.kind(member.state()) == now)
                    .map(member -> member.name() + ": " + member.state().reason())
                    .findFirst()
                    .orElse("");
            LOG.log(Level.INFO, "sync group {0}: {1}: {2}", group, now, reason);
            InstanceState from = before == null ? InstanceState.INITIALIZE : before;
            events.happened(
                    new AgentEvent.GroupChanged(calendar.instant(), group, from, now, reason, Occasion.OPERATION));
        }
    }
}
