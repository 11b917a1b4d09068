package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.language.HoldingLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldingDifferenceTest {
    private static List<Holding> holdings(String... lines) {
        return Stream.of(lines)
                .map(line -> HoldingLine.read(line).orElseThrow())
                .toList();
    }

    private static HoldingDifference between(List<Holding> before, List<Holding> after) {
        return HoldingDifference.between(before, after);
    }

    @Test
    void shouldNotTouchWhatStaysWhoeverHoldsIt() {
        List<Holding> before = holdings("address 10.0.0.1/32 dev eth0", "address 10.0.0.2/32 dev eth0");
        List<Holding> after = holdings("address 10.0.0.2/32 dev eth0", "address 10.0.0.3/32 dev eth0");
        assertThat(between(before, after))
                .isEqualTo(new HoldingDifference(
                        List.of(),
                        holdings("address 10.0.0.3/32 dev eth0"),
                        holdings("address 10.0.0.1/32 dev eth0"),
                        Map.of()));
    }

    @Test
    void shouldNotTouchALineThatIsOnlyWrittenOrTrackedInAnotherWay() {
        List<Holding> before = holdings("route 192.168.1.0/24 via 10.0.0.9", "address 10.0.0.1/32 dev eth0 no_track");
        List<Holding> after = holdings("route to 192.168.1.0/24 via 10.0.0.9 no_track", "address 10.0.0.1/32 dev eth0");
        assertThat(between(before, after))
                .isEqualTo(new HoldingDifference(List.of(), List.of(), List.of(), Map.of(before.get(0), after.get(0))));
    }

    @ParameterizedTest(name = "{0} to {1}: first removed is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 src 10.0.0.1  | true",
                "10.1.0.0/24 via 10.0.0.9 src 10.0.0.1 | 10.1.0.0/24 via 10.0.0.9           | true",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 mtu 1400      | true",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 advmss 1300   | true",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 dev eth0      | true",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 metric 5      | true",
                "10.1.0.0/24 dev eth0              | 10.1.0.0/24 via 10.0.0.9 dev eth0      | true",
                "10.1.0.0/24 dev eth0              | blackhole 10.1.0.0/24                  | true",
                "2001:db8:1::/64 via 2001:db8::9   | 2001:db8:1::/64 via 2001:db8::9 mtu 1400 | true",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.8               | false",
                "10.1.0.0/24 dev eth0              | 10.1.0.0/24 dev eth1                   | false",
                "10.1.0.0/24 via 10.0.0.9 metric 5 | 10.1.0.0/24 via 10.0.0.9 metric 6      | false",
                "10.1.0.0/24 via 10.0.0.9          | 10.2.0.0/24 via 10.0.0.9               | false",
                "10.1.0.0/24 via 10.0.0.9          | 10.1.0.0/24 via 10.0.0.9 table 7       | false",
            })
    void shouldRemoveARouteFirstThatTheKernelWouldTakeForTheNewOne(String before, String after, boolean first) {
        HoldingDifference difference = between(holdings("route " + before), holdings("route " + after));
        assertThat(first ? difference.replaced() : difference.removed()).isEqualTo(holdings("route " + before));
        assertThat(first ? difference.removed() : difference.replaced()).isEmpty();
        assertThat(difference.added()).isEqualTo(holdings("route " + after));
    }

    @Test
    void shouldAddFirstAndRemoveTheLastFirst() {
        HoldingDifference difference = between(
                holdings("address 10.0.0.1/32 dev eth0", "route 192.168.1.0/24 via 10.0.0.9 src 10.0.0.1"), List.of());
        assertThat(difference.removed())
                .extracting(Holding::toString)
                .first()
                .asString()
                .startsWith("route");
    }

    @Test
    void shouldRemoveFirstWhatTheKernelWouldTakeForTheSame() {
        List<Holding> before = holdings("address 2001:db8::1/64 dev eth0", "address 10.0.0.1/24 dev eth0");
        List<Holding> after = holdings("address 2001:db8::1/128 dev eth0", "address 10.0.0.1/32 dev eth0");
        HoldingDifference difference = between(before, after);
        assertThat(difference.replaced()).isEqualTo(holdings("address 2001:db8::1/64 dev eth0"));
        assertThat(difference.removed()).isEqualTo(holdings("address 10.0.0.1/24 dev eth0"));
        assertThat(difference.added()).isEqualTo(after);
    }
}
