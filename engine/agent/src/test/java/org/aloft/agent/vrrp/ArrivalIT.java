package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.kernel.socket.VrrpSender;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.wire.AdvertEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backup's timer runs from an advert's arrival, not from when the backup came to read it. Needs root. */
@Timeout(60)
class ArrivalIT {
    private static final String CONFIGURATION = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 4
                virtual_ipaddress { 192.0.2.10 }
            }
            """;
    private static final Duration UNREAD = Duration.ofMillis(50);
    private static final int ACTIVE_PRIORITY = 200;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private VrrpInstanceBlock block;
    private final Timetable timetable = new Timetable();
    private Poller poller;
    private AdvertReceivers receivers;
    private VirtualRouter backup;
    private VrrpSender active;
    private AdvertEncoder encoder;
    private long clock = Duration.ofHours(1).toNanos();
    private final Breath breath = new Breath(() -> clock);

    @Test
    void shouldTakeAnAdvertAsOfItsArrivalHoweverLateItIsRead() throws Exception {
        betweenRouters(() -> {
            long down = Duration.ofSeconds(3).toNanos() + skew();
            do { // the kernel begins to keep such stamps soon after it is asked to, not at once
                clock += Duration.ofSeconds(1).toNanos();
                advertise();
                assertThat(backup.state()).isInstanceOf(State.Backup.class);
            } while (backup.deadline() > clock + down - UNREAD.toNanos());
        });
    }

    @Test
    void shouldNotBelieveAnArrivalThatCannotBe() throws Exception {
        betweenRouters(() -> {
            advertise();
            long first = backup.deadline();
            for (int advert = 0; advert < 5; advert++) {
                advertise(); // by the clock, which stands still, none can have waited
                assertThat(backup.deadline()).isEqualTo(first);
            }
        });
    }

    @Test
    void shouldListenWhenItWasStoppedBetweenWakingUpAndItsAdvert() throws Exception {
        betweenRouters(() -> {
            awaken(Duration.ZERO);
            assertThat(backup.state()).as("no advert was heard").isInstanceOf(State.Active.class);
            awaken(Duration.ZERO);
            assertThat(backup.state()).as("its advert was due").isInstanceOf(State.Active.class);
            awaken(Duration.ofSeconds(3));
            assertThat(backup.state()).as("it was stopped").isInstanceOf(State.Backup.class);
            assertThat(backup.holdsVips()).isFalse();
        });
    }

    /** Wakes up when its timer expires, and is stopped for a while before it looks at it. */
    private void awaken(Duration stopped) {
        clock = backup.deadline();
        breath.rest(clock);
        breath.note(clock);
        clock += stopped.toNanos();
        assertThat(timetable.first().expired(backup.deadline())).isTrue();
    }

    /** RFC 3768 §6.1. */
    private long skew() {
        return Duration.ofSeconds(1).toNanos() * (256 - block.election().priority()) / 256;
    }

    private interface Scene {
        void play() throws Exception;
    }

    private void betweenRouters(Scene scene) throws Exception {
        block = ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), CONFIGURATION))
                .instances()
                .get(0);
        InetAddress own = InetAddress.getByName("192.0.2.1");
        InetAddress group = InetAddress.getByName("224.0.0.18");
        encoder = new AdvertEncoder(block, own, List.of(group));
        active = network.left.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return VrrpSender.open(
                        VrrpRoute.multicast(kernel.interfaceByName("eth0").orElseThrow(), own, group));
            }
        });
        network.right.call(() -> {
            try (HeldAddresses held = new HeldAddresses(folder.resolve("journal"), () -> {});
                    Poller opened = Poller.open()) {
                poller = opened;
                backup = startBackup(held);
                scene.play();
                backup.stop();
            } finally {
                active.close();
            }
            return null;
        });
    }

    private VirtualRouter startBackup(HeldAddresses held) {
        receivers = new AdvertReceivers(poller, () -> clock);
        RouterFacilities facilities = new RouterFacilities(
                held,
                new LinkSight(held.kernel(), new LinkDelays(), () -> clock),
                receivers,
                poller,
                () -> clock,
                InstantSource.system(),
                event -> {},
                LeftInPlace.NOTHING,
                breath,
                timetable);
        VirtualRouter router = new VirtualRouter(block, Optional.empty(), TrackedPriority.NONE, clock, facilities);
        router.checkLink();
        return router;
    }

    /** Sends an advert that is read a good while later. */
    private void advertise() throws InterruptedException {
        active.send(encoder.encode(ACTIVE_PRIORITY, 0), 0);
        Thread.sleep(UNREAD.toMillis());
        poller.poll(Deadline.NEVER);
        receivers.receive();
    }
}
