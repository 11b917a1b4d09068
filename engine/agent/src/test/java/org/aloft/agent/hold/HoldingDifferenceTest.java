package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.language.HoldingLine;
import org.junit.jupiter.api.Test;

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
                        List.of(), holdings("address 10.0.0.3/32 dev eth0"), holdings("address 10.0.0.1/32 dev eth0")));
    }

    @Test
    void shouldNotTouchALineThatIsOnlyWrittenOrTrackedInAnotherWay() {
        assertThat(between(
                        holdings("route 192.168.1.0/24 via 10.0.0.9", "address 10.0.0.1/32 dev eth0 no_track"),
                        holdings("route to 192.168.1.0/24 via 10.0.0.9 no_track", "address 10.0.0.1/32 dev eth0")))
                .isEqualTo(new HoldingDifference(List.of(), List.of(), List.of()));
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
