package org.aloft.agent.vrrp.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.SyncGroup.Member;
import org.aloft.agent.vrrp.machine.SyncGroup.Order;
import org.junit.jupiter.api.Test;

class SyncGroupTest {
    private static final State ACTIVE =
            new State.Active("won", 0, 1, Deadline.NEVER, 0, Optional.empty(), LowerRouters.NONE);
    private static final State BACKUP = new State.Backup("lost", 5, State.Followed.nobody(1), 0, Deadline.NEVER, false);
    private static final State READY =
            new State.Backup("lost", Deadline.NEVER, State.Followed.nobody(1), 0, Deadline.NEVER, false);

    private static Member member(String name, State state) {
        return new Member(name, state, Optional.empty(), Optional.empty());
    }

    @Test
    void shouldLeaveAGroupAloneThatIsTogether() {
        assertThat(SyncGroup.orders(List.of(member("VI_1", ACTIVE), member("VI_2", ACTIVE))))
                .isEmpty();
        assertThat(SyncGroup.orders(List.of(member("VI_1", BACKUP), member("VI_2", READY))))
                .isEmpty();
    }

    @Test
    void shouldTakeOverWhenTheLastMemberIsReady() {
        assertThat(SyncGroup.orders(List.of(member("VI_1", READY), member("VI_2", READY))))
                .containsExactly(new Order.TakeOver("VI_1"), new Order.TakeOver("VI_2"));
    }

    @Test
    void shouldStepDownWithTheFirstMemberThatDoes() {
        assertThat(SyncGroup.orders(List.of(member("VI_1", ACTIVE), member("VI_2", BACKUP))))
                .containsExactly(new Order.StepDown("VI_1", "VI_2 of the same sync group is not active: lost"));
    }

    @Test
    void shouldTakeTheOthersAlongIntoFaultAndOutOfIt() {
        Member broken = new Member(
                "VI_1", new State.Fault("eth0 is down", false), Optional.of("eth0 is down"), Optional.empty());
        String reason = "VI_1 of the same sync group is in FAULT: eth0 is down";
        assertThat(SyncGroup.orders(List.of(broken, member("VI_2", ACTIVE))))
                .containsExactly(new Order.Hinder("VI_2", Optional.of(reason)));
        Member hindered = new Member("VI_2", new State.Fault(reason, false), Optional.empty(), Optional.of(reason));
        assertThat(SyncGroup.orders(List.of(broken, hindered))).isEmpty();
        assertThat(SyncGroup.orders(List.of(member("VI_1", BACKUP), hindered)))
                .containsExactly(new Order.Hinder("VI_2", Optional.empty()));
    }

    @Test
    void shouldLetEachMemberFinishItsHandover() {
        State handingOver = new State.HandingOver("leaves", 9, false);
        assertThat(SyncGroup.orders(List.of(member("VI_1", handingOver), member("VI_2", BACKUP))))
                .isEmpty();
    }

    @Test
    void shouldBeAsGoodAsItsWorstMember() {
        assertThat(SyncGroup.state(List.of(InstanceState.ACTIVE, InstanceState.FAULT)))
                .isEqualTo(InstanceState.FAULT);
        assertThat(SyncGroup.state(List.of(InstanceState.ACTIVE, InstanceState.ACTIVE)))
                .isEqualTo(InstanceState.ACTIVE);
    }
}
