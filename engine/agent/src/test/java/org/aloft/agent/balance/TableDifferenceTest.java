package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.WEB;
import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.ip;
import static org.aloft.agent.balance.Examples.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsTunnel;
import org.junit.jupiter.api.Test;

class TableDifferenceTest {
    private static final IpvsServiceKey OLD = Examples.service("192.0.2.66", 80);

    @Test
    void shouldTouchNothingThatIsRightAlready() {
        assertThat(lines(List.of(table(entry(21, 1), entry(22, 2))), List.of(table(entry(22, 2), entry(21, 1)))))
                .isEmpty();
    }

    @Test
    void shouldBuildAnEmptyTableServiceFirst() {
        assertThat(lines(List.of(table(entry(21, 1), entry(22, 2))), List.of()))
                .containsExactly(
                        "added virtual service TCP 192.0.2.10:80 with scheduler rr",
                        "added real server 192.0.2.21:80 to TCP 192.0.2.10:80 with weight 1",
                        "added real server 192.0.2.22:80 to TCP 192.0.2.10:80 with weight 2");
    }

    @Test
    void shouldAddAServerBeforeItRemovesAnother() {
        assertThat(lines(List.of(table(entry(99, 1))), List.of(table(entry(21, 1)))))
                .containsExactly(
                        "added real server 192.0.2.99:80 to TCP 192.0.2.10:80 with weight 1",
                        "removed real server 192.0.2.21:80 from TCP 192.0.2.10:80");
    }

    @Test
    void shouldChangeAWeightInPlace() {
        assertThat(lines(List.of(table(entry(21, 0))), List.of(table(entry(21, 1)))))
                .containsExactly("changed real server 192.0.2.21:80 of TCP 192.0.2.10:80, now with weight 0");
    }

    @Test
    void shouldChangeASchedulerInPlace() {
        TableEntry wanted = new TableEntry(IpvsService.of(WEB, "wlc"), List.of(entry(21, 1)));
        assertThat(lines(List.of(wanted), List.of(table(entry(21, 1)))))
                .containsExactly("changed virtual service TCP 192.0.2.10:80, now with scheduler wlc");
    }

    @Test
    void shouldRemoveServicesThatNobodyWantsAndThatLast() {
        TableEntry leftover = new TableEntry(IpvsService.of(OLD, "rr"), List.of(entry(21, 1)));
        assertThat(lines(List.of(table(entry(21, 1))), List.of(leftover)))
                .endsWith("removed virtual service TCP 192.0.2.66:80")
                .hasSize(3);
    }

    @Test
    void shouldLeaveServicesOfOthersAlone() {
        TableEntry foreign =
                new TableEntry(IpvsService.of(Examples.service("192.0.2.67", 80), "rr"), List.of(entry(21, 1)));
        assertThat(lines(List.of(), List.of(foreign))).isEmpty();
    }

    @Test
    void shouldChangeThresholdsAndTunnelsInPlace() {
        IpvsDestination limited = new IpvsDestination(ip("192.0.2.21"), 80, Forwarding.DIRECT_ROUTE, 1, 100, 50);
        assertThat(lines(List.of(table(limited)), List.of(table(entry(21, 1))))).hasSize(1);
        IpvsDestination plain = IpvsDestination.of(ip("192.0.2.21"), 80, Forwarding.TUNNEL, 1);
        IpvsTunnel gre = new IpvsTunnel(IpvsTunnel.Kind.GRE, 0, IpvsTunnel.Checksum.FULL);
        IpvsDestination wrapped = new IpvsDestination(ip("192.0.2.21"), 80, Forwarding.TUNNEL, 1, 0, 0, gre);
        assertThat(lines(List.of(table(wrapped)), List.of(table(plain)))).hasSize(1);
        assertThat(lines(List.of(table(wrapped)), List.of(table(wrapped)))).isEmpty();
    }

    @Test
    void shouldAcceptWhatTheKernelMakesOfAServerOnTheDirectorItself() {
        IpvsDestination local = IpvsDestination.of(ip("192.0.2.21"), 80, Forwarding.LOCAL_NODE, 1);
        assertThat(lines(List.of(table(entry(21, 1))), List.of(table(local)))).isEmpty();
        assertThat(lines(List.of(table(entry(21, 2))), List.of(table(local)))).hasSize(1);
    }

    private static List<String> lines(List<TableEntry> wanted, List<TableEntry> actual) {
        return TableDifference.between(wanted, actual, OLD::equals).stream()
                .map(Object::toString)
                .toList();
    }
}
