package org.aloft.agent.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.aloft.agent.config.FastDetection;
import org.junit.jupiter.api.Test;

/** Hosts that share VRRP groups, on a wire that can be cut. */
class GroupPeersTest {
    private static final long MILLI = 1_000_000;
    private static final int LINK = 2;
    private static final int GROUP = 10;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Flight> wire = new ArrayList<>();
    private final Random random = new Random(5);
    private long now = 1_000_000_000;

    private record Flight(InetAddress from, InetAddress to, BfdPacket packet, Hello hello) {}

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 9, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private final class Host implements GroupPeers.Output {
        final InetAddress address;
        final GroupPeers peers = new GroupPeers(random, this);
        final List<PeerLost> lost = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        boolean mute;
        boolean deaf;

        Host(int number) {
            address = address(number);
            hosts.add(this);
        }

        Host member(int group, int priority, Optional<Host> follows, InetAddress... unicastPeers) {
            peers.members(List.of(of(group, priority, follows, FastDetection.USUAL, unicastPeers)), now);
            return this;
        }

        GroupMember of(
                int group, int priority, Optional<Host> follows, FastDetection pace, InetAddress... unicastPeers) {
            return new GroupMember(
                    new GroupMember.Link(LINK, address),
                    group,
                    priority,
                    follows.isEmpty(),
                    follows.map(other -> other.address),
                    List.of(unicastPeers),
                    pace);
        }

        @Override
        public void send(GroupPeer peer, BfdPacket packet) {
            if (!mute) {
                wire.add(new Flight(address, peer.address(), packet, peer.said()));
            }
        }

        @Override
        public void changed(GroupPeer peer, boolean up, String reason) {
            told.add((up ? "up " : "down ") + peer.address().getHostAddress());
        }

        @Override
        public void unanswered(GroupPeer peer) {
            told.add("no answer of " + peer.address().getHostAddress());
        }

        @Override
        public void lost(PeerLost peer) {
            lost.add(peer);
        }

        @Override
        public void distrusted(GroupPeer peer) {
            told.add("distrusted");
        }

        @Override
        public void trustedAgain(GroupPeer peer) {
            told.add("trusted again");
        }

        @Override
        public void forgotten(GroupPeer peer) {
            told.add("forgotten");
        }
    }

    private void runFor(long millis) {
        for (long time = 0; time < millis; time++) {
            now += MILLI;
            deliver();
            hosts.forEach(host -> host.peers.turn(now));
        }
    }

    private void deliver() {
        List<Flight> arrived = List.copyOf(wire);
        wire.clear();
        for (Flight flight : arrived) {
            hosts.stream()
                    .filter(host -> host.address.equals(flight.to) && !host.deaf)
                    .forEach(host -> host.peers.received(LINK, flight.from, flight.packet, flight.hello, now));
        }
    }

    /** An active router, and backups of these priorities that follow it. */
    private Host group(int... priorities) {
        Host active = new Host(1).member(GROUP, 200, Optional.empty());
        for (int priority : priorities) {
            new Host(hosts.size() + 1).member(GROUP, priority, Optional.of(active));
        }
        runFor(100);
        return active;
    }

    private Host backup(int number) {
        return hosts.get(number);
    }

    @Test
    void shouldTellTheFirstBackupThatItIsTheFirst() {
        group(100, 150, 120).mute = true;
        runFor(100);
        assertThat(backup(1).lost).extracting(PeerLost::firstIn).containsExactly(Set.of());
        assertThat(backup(2).lost).extracting(PeerLost::firstIn).containsExactly(Set.of(GROUP));
        assertThat(backup(3).lost).extracting(PeerLost::firstIn).containsExactly(Set.of());
        assertThat(backup(2).lost).extracting(PeerLost::peer).containsExactly(address(1));
    }

    @Test
    void shouldBreakTiesByTheHigherAddress() {
        group(100, 100).mute = true;
        runFor(100);
        assertThat(backup(1).lost.get(0).firstIn()).isEmpty();
        assertThat(backup(2).lost.get(0).firstIn()).containsExactly(GROUP);
    }

    @Test
    void shouldNameANewFirstOnceTheFirstIsGone() {
        Host active = group(100, 150);
        backup(2).mute = true;
        runFor(100);
        active.mute = true;
        runFor(100);
        assertThat(backup(1).lost.get(0).firstIn()).containsExactly(GROUP);
    }

    @Test
    void shouldNoticeSilenceAfterTheTimeThatWasAskedFor() {
        group(100).mute = true;
        runFor(70);
        assertThat(backup(1).lost).extracting(PeerLost::silence).containsExactly(60 * MILLI);
    }

    @Test
    void shouldTellOnceOfWhoDoesNotAnswer() {
        new Host(2).member(GROUP, 100, Optional.of(new Host(1)));
        runFor(30_000);
        assertThat(hosts.get(0).told).containsExactly("no answer of 10.9.0.1");
    }

    @Test
    void shouldTakeNobodyForLostThatWasNeverHeard() {
        new Host(2).member(GROUP, 100, Optional.of(new Host(1)));
        hosts.get(1).deaf = true;
        runFor(5_000);
        assertThat(hosts).allSatisfy(host -> assertThat(host.lost).isEmpty());
    }

    /** Who says so is alive: adverts will tell. */
    @Test
    void shouldNotTakeForLostWhoHearsNothingHimself() {
        Host active = group(100);
        active.deaf = true;
        runFor(1_000);
        assertThat(backup(1).told).contains("down 10.9.0.1");
        assertThat(backup(1).lost).isEmpty();
    }

    @Test
    void shouldNotTakeForLostWhoStops() {
        group(100).peers.close(now);
        runFor(1_000);
        assertThat(backup(1).lost).isEmpty();
    }

    @Test
    void shouldCountAnewAfterItStoodStillItself() {
        group(100);
        now += 500 * MILLI;
        hosts.forEach(host -> host.peers.slept(now));
        runFor(100);
        assertThat(hosts).allSatisfy(host -> assertThat(host.lost).isEmpty());
    }

    @Test
    void shouldNotCountSilenceAfterThreeFalseAlarmsUntilTheRestIsOver() {
        Host active = group(100);
        for (int alarm = 0; alarm < Alarms.MOST + 1; alarm++) {
            active.mute = true;
            runFor(100);
            active.mute = false;
            runFor(2_000);
        }
        assertThat(backup(1).lost).as("alarms that counted").hasSize(Alarms.MOST);
        assertThat(backup(1).told).containsOnlyOnce("distrusted");
        runFor(Alarms.REST.toMillis());
        assertThat(backup(1).told).containsOnlyOnce("trusted again");
        active.mute = true;
        runFor(100);
        assertThat(backup(1).lost).hasSize(Alarms.MOST + 1);
    }

    @Test
    void shouldTakeNoPartWithWhoIsInNoneOfItsGroups() {
        Host active = new Host(1).member(GROUP, 200, Optional.empty());
        new Host(2).member(GROUP + 1, 100, Optional.of(active));
        runFor(3_000);
        assertThat(active.peers.status()).isEmpty();
        assertThat(hosts.get(1).told).isEmpty();
    }

    @Test
    void shouldTakePartWithUnicastPeersAlone() {
        Host active = new Host(1).member(GROUP, 200, Optional.empty(), address(3));
        new Host(2).member(GROUP, 100, Optional.of(active));
        new Host(3).member(GROUP, 100, Optional.of(active));
        runFor(100);
        assertThat(active.told).containsExactly("up 10.9.0.3");
    }

    @Test
    void shouldKeepOneSessionForAllGroupsAtTheFastestPace() {
        Host active = new Host(1);
        Host backup = new Host(2);
        FastDetection slow = new FastDetection(Duration.ofMillis(100), 3);
        active.peers.members(
                List.of(
                        active.of(GROUP, 200, Optional.empty(), FastDetection.USUAL),
                        active.of(GROUP + 1, 200, Optional.empty(), slow)),
                now);
        backup.peers.members(
                List.of(
                        backup.of(GROUP, 100, Optional.of(active), FastDetection.USUAL),
                        backup.of(GROUP + 1, 100, Optional.of(active), slow)),
                now);
        runFor(100);
        assertThat(backup.peers.status()).hasSize(1);
        active.mute = true;
        runFor(70);
        assertThat(backup.lost).extracting(PeerLost::firstIn).containsExactly(Set.of(GROUP, GROUP + 1));
    }

    @Test
    void shouldForgetWhomNobodyFollowsAndNobodyHears() {
        Host active = group(100);
        backup(1).mute = true;
        runFor(5_000);
        assertThat(active.peers.status()).hasSize(1);
        runFor(6_000);
        assertThat(active.peers.status()).isEmpty();
    }

    @Test
    void shouldEndItsSessionsWithItsLastGroup() {
        Host active = group(100);
        backup(1).peers.members(List.of(), now);
        runFor(10);
        assertThat(backup(1).peers.status()).isEmpty();
        assertThat(active.lost).isEmpty();
    }

    @Test
    void shouldReadWhatItWrites() {
        Hello hello = new Hello(List.of(
                new Hello.Entry(1, 255, true, false),
                new Hello.Entry(255, 1, false, true),
                new Hello.Entry(128, 128, true, true)));
        BfdPacket packet = new BfdPacket(0, BfdState.UP, false, false, false, 3, 1, 2, 20_000, 20_000);
        ByteBuffer datagram = ByteBuffer.allocate(1000);
        packet.write(datagram);
        hello.write(datagram);
        datagram.flip();
        assertThat(BfdPacket.read(datagram)).isEqualTo(new BfdPacket.Accepted(packet));
        assertThat(Hello.read(datagram)).contains(hello);
        for (int shorter = BfdPacket.SIZE; shorter < datagram.limit(); shorter++) {
            assertThat(Hello.read(datagram.duplicate().limit(shorter))).isEmpty();
        }
    }

    @Test
    void shouldNotReadAnewWhatDidNotChange() {
        Hello first = new Hello(List.of(new Hello.Entry(1, 200, true, false), new Hello.Entry(2, 200, true, true)));
        Optional<Hello> before = Optional.of(first);
        assertThat(Hello.read(behindAPacket(first), before)).containsSame(first);
        Hello other = new Hello(List.of(new Hello.Entry(1, 200, true, false), new Hello.Entry(2, 200, true, false)));
        assertThat(Hello.read(behindAPacket(other), before)).contains(other).isNotEqualTo(before);
        Hello longer = new Hello(List.of(
                new Hello.Entry(1, 200, true, false),
                new Hello.Entry(2, 200, true, true),
                new Hello.Entry(3, 200, true, true)));
        assertThat(Hello.read(behindAPacket(longer), before)).contains(longer);
        assertThat(Hello.read(behindAPacket(first), Optional.of(longer))).contains(first);
        assertThat(Hello.read(behindAPacket(first).limit(BfdPacket.SIZE), before))
                .isEmpty();
    }

    private static ByteBuffer behindAPacket(Hello hello) {
        ByteBuffer datagram = ByteBuffer.allocate(1000);
        new BfdPacket(0, BfdState.UP, false, false, false, 3, 1, 2, 20_000, 20_000).write(datagram);
        hello.write(datagram);
        return datagram.flip();
    }
}
