package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.SORRY;
import static org.aloft.agent.balance.Examples.WEB;
import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.inhibited;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsService;
import org.junit.jupiter.api.Test;

class WantedTableTest {
    @Test
    void shouldWantEveryServerThatIsUpWithItsWeight() {
        assertThat(wanted(web(server(21, 1), server(22, 5)))).containsExactly(entry(21, 1), entry(22, 5));
    }

    @Test
    void shouldLeaveOutAServerThatIsDown() {
        assertThat(wanted(web(server(21, 1), server(22, 5)), 21)).containsExactly(entry(22, 5));
    }

    @Test
    void shouldKeepAServerThatIsDownWithWeightZeroWhereThatIsWanted() {
        assertThat(wanted(web(inhibited(21, 3), server(22, 5)), 21)).containsExactly(entry(21, 0), entry(22, 5));
    }

    @Test
    void shouldPutTheSorryServerInPlaceOfTheOthersWhenTheQuorumIsLost() {
        assertThat(wanted(sorry(3, server(21, 2), server(22, 2)))).containsExactly(entry(21, 2), entry(22, 2));
        assertThat(wanted(sorry(3, server(21, 2), server(22, 2)), 21)).containsExactly(entry(99, 1));
        assertThat(wanted(sorry(3, inhibited(21, 2), server(22, 2)), 21)).containsExactly(entry(21, 0), entry(99, 1));
    }

    @Test
    void shouldCarryOnWithWhatIsLeftWhenThereIsNoSorryServer() {
        VirtualService service = new VirtualService(
                IpvsService.of(WEB, "rr"), 3, Optional.empty(), List.of(server(21, 2), server(22, 2)));
        assertThat(wanted(service, 21)).containsExactly(entry(22, 2));
        assertThat(wanted(service, 21, 22)).isEmpty();
    }

    @Test
    void shouldNotCountWeightZeroTowardsTheQuorum() {
        assertThat(wanted(sorry(1, server(21, 0)))).containsExactly(entry(99, 1));
    }

    @Test
    void shouldUseASorryServerThatIsARealServerToo() {
        assertThat(wanted(sorry(1, inhibited(99, 4)), 99)).containsExactly(entry(99, 1));
    }

    @Test
    void shouldRefuseARealServerThatStandsThereTwice() {
        assertThatThrownBy(() -> web(server(21, 1), server(21, 2))).hasMessageContaining("stands twice");
    }

    private static VirtualService sorry(int quorum, RealServer... servers) {
        return new VirtualService(IpvsService.of(WEB, "rr"), quorum, Optional.of(SORRY), List.of(servers));
    }

    private static List<IpvsDestination> wanted(VirtualService service, int... down) {
        Set<RealServerKey> failed = Arrays.stream(down).mapToObj(Examples::key).collect(Collectors.toSet());
        return WantedTable.of(List.of(service), server -> !failed.contains(server))
                .get(0)
                .destinations();
    }

    @Test
    void shouldTellServersOfTwoServicesApart() {
        assertThat(key(21)).isNotEqualTo(server(21, 1).key(Examples.service("192.0.2.11", 80)));
    }
}
