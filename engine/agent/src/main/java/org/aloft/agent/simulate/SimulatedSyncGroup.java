package org.aloft.agent.simulate;

import java.util.List;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.SyncGroup;

/** One sync group of a {@link SimulatedHost}: carries out what {@link SyncGroup} decides, as the daemon does. */
final class SimulatedSyncGroup {
    /** Each round carries at least one member further; several are needed for each. */
    private static final int ROUNDS_PER_MEMBER = 30;

    private final String host;
    private final List<SimulatedRouter> members;

    SimulatedSyncGroup(String host, List<SimulatedRouter> members) {
        this.host = host;
        this.members = List.copyOf(members);
    }

    /** Brings the members together again, if something happened to one. */
    void settle() {
        boolean concerned = false;
        for (int index = 0; index < members.size(); index++) {
            concerned |= members.get(index).takeConcernsGroup();
        }
        if (concerned) {
            comeTogether();
        }
    }

    private void comeTogether() {
        for (int round = 0; round < ROUNDS_PER_MEMBER * members.size(); round++) {
            List<SyncGroup.Order> orders = SyncGroup.orders(
                    members.stream().map(SimulatedRouter::asMember).toList());
            orders.forEach(order -> members.stream()
                    .filter(member -> member.name().equals(order.instance()))
                    .forEach(member -> carryOut(order, member)));
            if (orders.isEmpty()) {
                checkTogether();
                return;
            }
        }
        throw new BrokenRuleException("the sync group of " + host + " does not come together");
    }

    private static void carryOut(SyncGroup.Order order, SimulatedRouter member) {
        if (order instanceof SyncGroup.Order.Hinder hinder) {
            member.hinderByGroup(hinder.reason());
        } else if (order instanceof SyncGroup.Order.StepDown down) {
            member.handle(new Event.GroupStepsDown(down.reason()));
        } else if (order instanceof SyncGroup.Order.TakeOver) {
            member.handle(new Event.GroupTakesOver());
        }
    }

    /** While a group hands over, each member lets go when its own successor speaks. */
    private void checkTogether() {
        boolean handingOver = members.stream().anyMatch(member -> member.state() instanceof State.HandingOver);
        long holding = members.stream().filter(SimulatedRouter::holdsVips).count();
        if (!handingOver && holding != 0 && holding != members.size()) {
            throw new BrokenRuleException(
                    host + " holds the VIPs of " + holding + " of " + members.size() + " members of its sync group");
        }
    }
}
