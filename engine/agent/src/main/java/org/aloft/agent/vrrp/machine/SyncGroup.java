package org.aloft.agent.vrrp.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.event.InstanceState;

/**
 * What holds a {@code vrrp_sync_group} together, as a function of its members' states: no clock, no state of its own.
 *
 * <ul>
 *   <li>One member that cannot take part takes the others along into FAULT, until it can again.
 *   <li>When one member is not active any more, those that still are step down with it.
 *   <li>The group becomes active when the last member is ready to, and then all of it at once.
 * </ul>
 *
 * <p>After each change of a member ask for {@link #orders}, carry them out, and ask again until there are none.
 */
public final class SyncGroup {
    private SyncGroup() {}

    /**
     * One member as its group sees it.
     *
     * @param instance the name
     * @param state where it stands
     * @param ownFault what hinders it, other than its group
     * @param groupFault what its group told it
     */
    public record Member(String instance, State state, Optional<String> ownFault, Optional<String> groupFault) {
        private boolean isActive() {
            return state instanceof State.Active;
        }

        private boolean isReady() {
            return isActive() || (state instanceof State.Backup backup && backup.ready());
        }

        private boolean hasLeft() {
            return state instanceof State.Backup || state instanceof State.Fault || state instanceof State.Initialize;
        }
    }

    /** What a member is to do. */
    public sealed interface Order {
        /** Its name. */
        String instance();

        /** Go to FAULT and stay there; empty lets it out again. */
        record Hinder(String instance, Optional<String> reason) implements Order {}

        /** Stop being active. */
        record StepDown(String instance, String reason) implements Order {}

        /** Be active. */
        record TakeOver(String instance) implements Order {}
    }

    /** What the members are to do now; empty when all is as it should be. */
    public static List<Order> orders(List<Member> members) {
        List<Order> faults = members.stream()
                .flatMap(member -> fault(member, members).stream())
                .toList();
        if (!faults.isEmpty()) {
            return faults;
        }
        if (members.stream().allMatch(Member::isReady)) {
            return members.stream()
                    .filter(member -> !member.isActive())
                    .<Order>map(member -> new Order.TakeOver(member.instance()))
                    .toList();
        }
        return members.stream()
                .filter(Member::hasLeft)
                .findFirst()
                .map(left -> stepDown(left, members))
                .orElse(List.of());
    }

    /** The order for a member that does not know yet whether another one is faulty. */
    private static Optional<Order> fault(Member member, List<Member> members) {
        Optional<String> reason = members.stream()
                .filter(other -> !other.instance().equals(member.instance()))
                .flatMap(other -> other.ownFault().stream()
                        .map(fault -> other.instance() + " of the same sync group is in FAULT: " + fault))
                .findFirst();
        return reason.equals(member.groupFault())
                ? Optional.empty()
                : Optional.of(new Order.Hinder(member.instance(), reason));
    }

    private static List<Order> stepDown(Member left, List<Member> members) {
        String reason = left.instance() + " of the same sync group is not active: "
                + left.state().reason();
        return members.stream()
                .filter(Member::isActive)
                .<Order>map(member -> new Order.StepDown(member.instance(), reason))
                .toList();
    }

    /** The state of the group as a whole, as notifications know it. */
    public static InstanceState state(List<InstanceState> members) {
        return Stream.of(InstanceState.FAULT, InstanceState.BACKUP, InstanceState.INITIALIZE)
                .filter(members::contains)
                .findFirst()
                .orElse(InstanceState.ACTIVE);
    }
}
