package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.AnnouncementPaces.Group;
import org.aloft.agent.config.AnnouncementPaces.Pace;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.PacedAnnouncements.Place;
import org.junit.jupiter.api.Test;

/** By a clock of its own, in milliseconds. */
class PacedAnnouncementsTest {
    private static final Pace TEN_AND_ONE = new Pace(Duration.ofMillis(10), Duration.ofMillis(1));
    private static final Place A = place("eth0", "192.0.2.10");
    private static final Place B = place("eth0", "192.0.2.11");
    private static final Place OTHER = place("eth1", "192.0.2.12");
    private static final Place IPV6 = place("eth0", "2001:db8::10");

    private final List<String> sent = new ArrayList<>();
    private final PacedAnnouncements announcements = new PacedAnnouncements(new Recorder());
    private long now;

    private final class Recorder implements PacedAnnouncements.Sender {
        @Override
        public void announce(Place place, int times) {
            sent.add(now + " " + place.address().getHostAddress() + " all " + times);
        }

        @Override
        public void announcePart(Place place, int part) {
            sent.add(now + " " + place.address().getHostAddress() + " " + part);
        }
    }

    private static Place place(String device, String address) {
        try {
            return new Place(device, device, InetAddress.getByName(address));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(address, impossible);
        }
    }

    private void announce(int times, Place... places) {
        announcements.announce(List.of(places), times, nanos(now));
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    /** As the VRRP thread does: looks by whenever something is due, and not otherwise. */
    private List<String> sentUntil(long end) {
        while (announcements.deadline() <= nanos(end)) {
            now = Math.max(now, Duration.ofNanos(announcements.deadline()).toMillis());
            announcements.send(nanos(now));
        }
        now = end;
        return sent;
    }

    @Test
    void shouldAnnounceAtOnceWhereThereIsNoPace() {
        announce(5, A, IPV6);
        assertThat(sent).containsExactly("0 192.0.2.10 all 5", "0 2001:db8:0:0:0:0:0:10 all 5");
        assertThat(announcements.deadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void shouldLeaveTimeBetweenMessagesAndGiveEveryVipItsFirstTurnFirst() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(2, A, B);
        assertThat(sentUntil(1000))
                .containsExactly(
                        "0 192.0.2.10 0",
                        "10 192.0.2.10 1",
                        "20 192.0.2.11 0",
                        "30 192.0.2.11 1",
                        "40 192.0.2.10 0",
                        "50 192.0.2.10 1",
                        "60 192.0.2.11 0",
                        "70 192.0.2.11 1");
        assertThat(announcements.deadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void shouldKeepEachInterfaceAndEachFamilyToItsOwnPace() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(1, A, OTHER, IPV6);
        announce(1, IPV6);
        assertThat(sentUntil(1000))
                .containsExactly(
                        "0 192.0.2.10 0",
                        "0 192.0.2.12 0",
                        "0 2001:db8:0:0:0:0:0:10 0",
                        "1 2001:db8:0:0:0:0:0:10 0",
                        "10 192.0.2.10 1",
                        "10 192.0.2.12 1");
    }

    @Test
    void shouldCountTheInterfacesOfAGroupAsOne() {
        Group both = new Group(List.of("eth0", "eth1"), new Pace(Duration.ofMillis(5), Duration.ZERO));
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of(both)));
        announce(1, A, OTHER, IPV6);
        assertThat(sentUntil(1000))
                .containsExactly(
                        "0 2001:db8:0:0:0:0:0:10 all 1",
                        "0 192.0.2.10 0",
                        "5 192.0.2.10 1",
                        "10 192.0.2.12 0",
                        "15 192.0.2.12 1");
    }

    @Test
    void shouldMakeNoBurstOfWhatIsLate() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(1, A, B);
        now = 500;
        announcements.send(nanos(now));
        assertThat(sentUntil(505)).containsExactly("0 192.0.2.10 0", "500 192.0.2.10 1");
        assertThat(sentUntil(1000)).hasSize(4).contains("510 192.0.2.11 0");
    }

    @Test
    void shouldNotAnnounceWhatIsHeldNoMore() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(2, A, B);
        announcements.forget(List.of(A));
        assertThat(sentUntil(1000)).filteredOn(line -> line.contains(".10 ")).containsExactly("0 192.0.2.10 0");
        assertThat(sent).filteredOn(line -> line.contains(".11 ")).hasSize(4);
    }

    @Test
    void shouldNotPileUpWhatIsAnnouncedAgainBeforeItIsOut() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        for (int time = 0; time < 100; time++) {
            announce(5, A);
        }
        assertThat(sentUntil(10_000)).hasSize(2 * 10);
    }

    @Test
    void shouldAddToWhatWaitsAsATakeoverDoes() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(1, A);
        announce(2, A);
        assertThat(sentUntil(1000)).hasSize(3 * 2).contains("10 192.0.2.10 1").endsWith("50 192.0.2.10 1");
    }

    @Test
    void shouldKeepANewPaceForWhatWaits() {
        announcements.pace(new AnnouncementPaces(TEN_AND_ONE, List.of()));
        announce(2, A);
        announcements.pace(new AnnouncementPaces(new Pace(Duration.ofMillis(100), Duration.ZERO), List.of()));
        assertThat(sentUntil(1000))
                .containsExactly("0 192.0.2.10 0", "0 192.0.2.10 1", "100 192.0.2.10 0", "200 192.0.2.10 1");
        announce(1, A);
        announcements.pace(AnnouncementPaces.NONE);
        assertThat(announcements.deadline()).isLessThanOrEqualTo(nanos(now));
    }
}
