package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aloft.topology.model.IpPrefix;
import org.aloft.verify.ClassicCluster;
import org.junit.jupiter.api.Test;

/** Two directors, looked at in turn while a VIP is somewhere. */
class LatestLooksTest {
    private static final InetAddress VIP = ClassicCluster.VIP;

    private final LatestLooks looks = new LatestLooks(Set.of(VIP));

    /** The times in ms. */
    private void look(String host, boolean holds, long began, long ended) {
        HostSeen seen = ClassicCluster.hosts().get(host);
        List<HostSeen.HeldAddress> addresses = new ArrayList<>(seen.addresses());
        addresses.removeIf(held -> held.prefix().address().equals(VIP));
        if (holds) {
            addresses.add(new HostSeen.HeldAddress("ens33", new IpPrefix(VIP, 32)));
        }
        looks.note(
                seen.with(addresses),
                Duration.ofMillis(began).toNanos(),
                Duration.ofMillis(ended).toNanos());
    }

    private List<String> holders() {
        return looks.cluster().hosts().values().stream()
                .filter(host -> host.holds(VIP))
                .map(HostSeen::host)
                .toList();
    }

    @Test
    void shouldSeeOneHolderWhereTheVipHasMovedSinceTheOtherWasAsked() {
        look("lvs1", true, 0, 10);
        look("lvs2", false, 5, 15);
        assertThat(holders()).containsExactly("lvs1");
        look("lvs2", true, 100, 110);
        assertThat(holders()).containsExactly("lvs2");
    }

    @Test
    void shouldSeeTwoHoldersOnceTheFirstHasBeenAskedAgain() {
        look("lvs1", true, 0, 10);
        look("lvs2", true, 100, 110);
        look("lvs1", true, 500, 510);
        assertThat(holders()).as("a handover takes a moment").containsExactly("lvs2");
        look("lvs1", true, 620, 630);
        assertThat(holders()).as("lvs2 may have it no more").containsExactly("lvs2");
        look("lvs2", true, 700, 710);
        assertThat(holders()).containsExactly("lvs1", "lvs2");
    }

    /** It may have given the VIP up while the other one was looked at. */
    @Test
    void shouldNotTakeALookThatBeganBeforeForOneThatCameAfter() {
        look("lvs1", true, 0, 10);
        look("lvs1", true, 105, 109);
        look("lvs2", true, 100, 110);
        assertThat(holders()).containsExactly("lvs2");
    }

    @Test
    void shouldBeginAnewWhereTheVipCameBack() {
        look("lvs1", true, 0, 10);
        look("lvs1", false, 20, 30);
        look("lvs2", true, 40, 50);
        look("lvs1", true, 60, 70);
        assertThat(holders()).as("lvs2 was asked before").containsExactly("lvs1");
    }

    @Test
    void shouldLeaveAddressesOfRealServersWhereTheyAre() {
        ClassicCluster.hosts().values().forEach(host -> looks.note(host, 0, 10));
        assertThat(looks.cluster().hosts()).isEqualTo(ClassicCluster.hosts());
    }
}
