package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.SORRY;
import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.inhibited;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.up;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
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
        VirtualService service = web(new Quorum(3, 0), Optional.empty(), server(21, 2), server(22, 2));
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

    @Test
    void shouldLetConnectionsToInhibitedServersGoOnWhileTheSorryServerAnswers() {
        assertThat(wanted(sorry(3, inhibited(21, 2), server(22, 2)), 22)).containsExactly(entry(21, 0), entry(99, 1));
    }

    @Test
    void shouldKeepASorryServerThatIsNotNeededWithWeightZeroWhereThatIsWanted() {
        SorryServer stays = new SorryServer(SORRY.address(), 80, Examples.DIRECT, true);
        VirtualService service = web(Quorum.DEFAULT, Optional.of(stays), server(21, 1));
        assertThat(wanted(service)).containsExactly(entry(21, 1), entry(99, 0));
        assertThat(wanted(service, 21)).containsExactly(entry(99, 1));
    }

    @Test
    void shouldLeaveOutADrainedServerWhateverItsChecksSay() {
        Standing drained = new Standing(true, 0, true);
        VirtualService service = web(inhibited(21, 1), server(22, 1));
        assertThat(WantedTable.of(service, true, Map.ofEntries(Map.entry(key(21), drained), up(22, 1))))
                .containsExactly(table(entry(22, 1)));
        assertThat(WantedTable.liveWeight(service, Map.ofEntries(Map.entry(key(21), drained), up(22, 1))))
                .isEqualTo(1);
    }

    @Test
    void shouldWantEveryEntryOfAGroupWithTheSameServersAndThePortThatTheMethodAllows() {
        IpvsServiceKey tls = Examples.service("192.0.2.11", 443);
        IpvsServiceKey mark = new IpvsServiceKey.FirewallMark(7, false);
        RealServer direct = server(21, 1);
        LvsMethod nat = LvsMethod.of(Forwarding.MASQUERADE);
        RealServer rewritten = new RealServer(Examples.ip("192.0.2.22"), 8080, nat, 1, false, 0, 0, List.of());
        VirtualServiceKey group = new VirtualServiceKey.Group("web", IpvsProtocol.TCP, false);
        List<IpvsService> entries =
                Stream.of(tls, mark).map(key -> IpvsService.of(key, "rr")).toList();
        VirtualService service = new VirtualService(
                group,
                entries,
                Quorum.DEFAULT,
                Optional.empty(),
                List.of(direct, rewritten),
                VirtualService.Options.NONE);
        Standing fine = new Standing(true, 1, false);
        assertThat(WantedTable.of(service, true, Map.of(direct.key(group), fine, rewritten.key(group), fine)))
                .extracting(entry -> entry.destinations().stream()
                        .map(IpvsDestination::endpoint)
                        .toList())
                .containsExactly(
                        List.of("192.0.2.21:443", "192.0.2.22:8080"), List.of("192.0.2.21:0", "192.0.2.22:8080"));
    }

    private static VirtualService sorry(int quorum, RealServer... servers) {
        return web(new Quorum(quorum, 0), Optional.of(SORRY), servers);
    }

    private static List<IpvsDestination> wanted(VirtualService service, int... down) {
        Set<RealServerKey> failed = Arrays.stream(down).mapToObj(Examples::key).collect(Collectors.toSet());
        Map<RealServerKey, Standing> standings = service.realServers().stream()
                .collect(Collectors.toMap(server -> server.key(service.key()), server -> {
                    return new Standing(!failed.contains(server.key(service.key())), server.weight(), false);
                }));
        boolean quorum = service.quorum().isMetAtFirst(WantedTable.liveWeight(service, standings));
        return WantedTable.of(service, quorum, standings).get(0).destinations();
    }

    @Test
    void shouldTellServersOfTwoServicesApart() {
        assertThat(key(21))
                .isNotEqualTo(server(21, 1).key(new VirtualServiceKey.Single(Examples.service("192.0.2.11", 80))));
    }
}
