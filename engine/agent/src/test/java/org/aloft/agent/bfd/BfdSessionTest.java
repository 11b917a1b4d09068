package org.aloft.agent.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.TrackWeight;
import org.junit.jupiter.api.Test;

/** Two sessions, a wire between them that can be cut, and a clock that is stepped (RFC 5880 §6). */
class BfdSessionTest {
    private static final long MILLI = 1_000_000;
    private static final long LATENCY = 100_000;
    private static final Duration FAST = Duration.ofMillis(10);

    private final List<End> ends = new ArrayList<>();
    private final List<Flight> wire = new ArrayList<>();
    private final Random random = new Random(7);
    private long now = 1_000_000_000;
    private boolean cut;

    private record Flight(End to, BfdPacket packet, long at) {}

    /** One end and all that it did. */
    private final class End implements BfdSession.Output {
        final List<String> changes = new ArrayList<>();
        final List<BfdPacket> sent = new ArrayList<>();
        final List<Long> sentAt = new ArrayList<>();
        final BfdSession session;
        End other;
        boolean mute;

        End(int discriminator, BfdInstanceBlock block) {
            session = new BfdSession(block.pace(), block.passive(), discriminator, random, now, this);
            ends.add(this);
        }

        @Override
        public void send(BfdPacket packet) {
            sent.add(packet);
            sentAt.add(now);
            if (!cut && !mute && other != null) {
                wire.add(new Flight(other, packet, now + LATENCY));
            }
        }

        @Override
        public void changed(BfdState from, BfdState to, Diagnostic why, String reason) {
            changes.add(from + " " + to + ": " + reason);
        }
    }

    private static BfdInstanceBlock block(Duration receive, Duration transmit, int multiplier, boolean passive) {
        try {
            return new BfdInstanceBlock(
                    "b",
                    InetAddress.getByName("192.0.2.1"),
                    Optional.empty(),
                    new BfdInstanceBlock.Pace(receive, transmit, Duration.ofSeconds(1), multiplier),
                    passive,
                    new BfdInstanceBlock.Reach(255, 0),
                    TrackWeight.FAULT);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private End[] pair(BfdInstanceBlock left, BfdInstanceBlock right) {
        End one = new End(1, left);
        End two = new End(2, right);
        one.other = two;
        two.other = one;
        return new End[] {one, two};
    }

    private End[] pair() {
        return pair(block(FAST, FAST, 3, false), block(FAST, FAST, 3, false));
    }

    /** Runs both ends: what arrives first, then timers. */
    private void run(long millis) {
        long end = now + millis * MILLI;
        while (true) {
            long next = end;
            for (Flight flight : wire) {
                next = Math.min(next, flight.at());
            }
            for (End each : ends) {
                next = Math.min(next, Math.max(now, each.session.deadline()));
            }
            now = next;
            List<Flight> arrived =
                    wire.stream().filter(flight -> flight.at() <= now).toList();
            wire.removeAll(arrived);
            arrived.forEach(flight -> flight.to().session.received(flight.packet(), now));
            ends.forEach(each -> each.session.turn(now));
            if (now >= end) {
                return;
            }
        }
    }

    @Test
    void shouldComeUpByThreeMessages() {
        End[] pair = pair();
        run(3000);
        assertThat(pair[0].session.state()).isEqualTo(BfdState.UP);
        assertThat(pair[1].session.state()).isEqualTo(BfdState.UP);
        List<String> all = new ArrayList<>(pair[0].changes);
        all.addAll(pair[1].changes);
        assertThat(all).allMatch(change -> change.startsWith("DOWN INIT") || change.endsWith("each hears the other"));
    }

    @Test
    void shouldSendSlowlyUntilItIsUp() {
        End alone = new End(1, block(FAST, FAST, 3, false));
        run(10_000);
        assertThat(alone.sent).hasSizeBetween(10, 14);
        assertThat(alone.sent).allMatch(packet -> packet.desiredTransmit() == 1_000_000 && packet.yours() == 0);
        assertThat(alone.session.state()).isEqualTo(BfdState.DOWN);
    }

    @Test
    void shouldSendAtTheSlowerOfBothRatesWithJitterOnceUp() {
        End[] pair = pair(block(FAST, FAST, 3, false), block(Duration.ofMillis(40), FAST, 3, false));
        run(3000);
        int before = pair[0].sent.size();
        run(4000);
        List<Long> times = pair[0].sentAt.subList(before, pair[0].sentAt.size());
        assertThat(times).as("40 ms is what the other end can take").hasSizeBetween(100, 134);
        for (int index = 1; index < times.size(); index++) {
            assertThat(times.get(index) - times.get(index - 1)).isBetween(30 * MILLI, 40 * MILLI);
        }
        assertThat(times.stream().distinct()).hasSizeGreaterThan(50);
    }

    @Test
    void shouldKeepBelowNineTenthsOfThePeriodWhenNoPacketMayBeMissed() {
        End[] pair = pair(block(FAST, FAST, 1, false), block(FAST, FAST, 1, false));
        run(3000);
        int before = pair[0].sent.size();
        run(1000);
        List<Long> times = pair[0].sentAt.subList(before, pair[0].sentAt.size());
        for (int index = 1; index < times.size(); index++) {
            assertThat(times.get(index) - times.get(index - 1)).isLessThanOrEqualTo(9 * MILLI);
        }
    }

    @Test
    void shouldPollUntilTheOtherEndAnswers() {
        End[] pair = pair();
        run(3000);
        assertThat(pair[0].sent).anyMatch(BfdPacket::poll).anyMatch(BfdPacket::last);
        assertThat(pair[0].sent).noneMatch(packet -> packet.poll() && packet.last());
        assertThat(pair[0].sent.get(pair[0].sent.size() - 1).poll()).isFalse();
    }

    @Test
    void shouldGoDownWhenNothingIsHeardForTheDetectionTime() {
        End[] pair = pair();
        run(3000);
        cut = true;
        run(25);
        assertThat(pair[0].session.state()).as("of 30 ms").isEqualTo(BfdState.UP);
        run(10);
        assertThat(pair[0].session.state()).isEqualTo(BfdState.DOWN);
        assertThat(pair[0].changes).last().isEqualTo("UP DOWN: nothing was heard for 30 ms");
        assertThat(pair[0].sent.get(pair[0].sent.size() - 1).diagnostic()).isEqualTo(1);
        assertThat(pair[0].sent.get(pair[0].sent.size() - 1).yours())
                .as("forgotten")
                .isZero();
        cut = false;
        run(3000);
        assertThat(pair[0].session.state()).isEqualTo(BfdState.UP);
        assertThat(pair[1].session.state()).isEqualTo(BfdState.UP);
    }

    @Test
    void shouldGoDownWhenOnlyTheOtherEndHearsNothing() {
        End[] pair = pair();
        run(3000);
        pair[0].mute = true;
        run(100);
        assertThat(pair[1].changes).contains("UP DOWN: nothing was heard for 30 ms");
        assertThat(pair[0].changes).contains("UP DOWN: it does not hear us");
        assertThat(pair[0].sent).anyMatch(packet -> packet.diagnostic() == 3);
    }

    @Test
    void shouldTellTheOtherEndThatItIsSwitchedOff() {
        End[] pair = pair();
        run(3000);
        pair[0].session.switchOff(now);
        run(1);
        assertThat(pair[1].session.state()).isEqualTo(BfdState.DOWN);
        assertThat(pair[1].changes).last().isEqualTo("UP DOWN: it was switched off there");
        int before = pair[0].sent.size();
        run(100);
        assertThat(pair[0].sent).as("nothing more").hasSize(before);
        assertThat(pair[0].session.state()).isEqualTo(BfdState.ADMIN_DOWN);
    }

    @Test
    void shouldWaitToBeSpokenToWhenItIsPassive() {
        End passive = new End(1, block(FAST, FAST, 3, true));
        run(5000);
        assertThat(passive.sent).isEmpty();
        End active = new End(2, block(FAST, FAST, 3, false));
        active.other = passive;
        passive.other = active;
        run(3000);
        assertThat(passive.session.state()).isEqualTo(BfdState.UP);
        cut = true;
        run(100);
        int before = passive.sent.size();
        run(5000);
        assertThat(passive.sent).as("silent again").hasSize(before);
    }

    @Test
    void shouldSendNothingToOneThatWantsNothing() {
        End end = new End(1, block(FAST, FAST, 3, false));
        end.session.received(new BfdPacket(0, BfdState.DOWN, false, false, false, 3, 9, 0, 1_000_000, 0), now);
        int before = end.sent.size();
        run(2500);
        assertThat(end.sent).hasSize(before);
    }

    @Test
    void shouldStopSendingOnDemandWhileBothAreUp() {
        End[] pair = pair();
        run(3000);
        pair[1].mute = true;
        pair[0].session.received(new BfdPacket(0, BfdState.UP, false, false, true, 200, 2, 1, 10_000, 10_000), now);
        int before = pair[0].sent.size();
        run(100);
        assertThat(pair[0].sent).hasSize(before);
        pair[0].session.received(new BfdPacket(0, BfdState.UP, true, false, true, 200, 2, 1, 10_000, 10_000), now);
        assertThat(pair[0].sent).hasSize(before + 1);
        assertThat(pair[0].sent.get(before).last()).as("but polls are answered").isTrue();
    }

    @Test
    void shouldNoticeThatTheOtherEndBeganAnew() {
        End[] pair = pair();
        run(3000);
        pair[0].session.received(
                new BfdPacket(0, BfdState.DOWN, false, false, false, 3, 77, 0, 1_000_000, 10_000), now);
        assertThat(pair[0].session.state()).isEqualTo(BfdState.DOWN);
        assertThat(pair[0].sent.get(pair[0].sent.size() - 1).yours()).isEqualTo(77);
    }

    /** Whatever comes, in whatever order: no exception, no flood, and silence always ends in DOWN. */
    @Test
    void shouldSurviveAnyPackets() {
        long seed = System.nanoTime();
        Random any = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            End end = new End(1, block(FAST, FAST, 3, any.nextBoolean()));
            ends.clear();
            ends.add(end);
            for (int step = 0; step < 20; step++) {
                end.session.received(
                        new BfdPacket(
                                any.nextInt(32),
                                BfdState.of(any.nextInt()),
                                any.nextBoolean(),
                                any.nextBoolean(),
                                any.nextBoolean(),
                                1 + any.nextInt(255),
                                1 + any.nextInt(100),
                                any.nextInt(2),
                                any.nextInt(20_000),
                                any.nextInt(20_000)),
                        now);
                run(any.nextInt(5));
            }
            assertThat(end.sent.size()).as("seed %d", seed).isLessThan(400);
            run(6000);
            assertThat(end.session.state()).as("seed %d", seed).isEqualTo(BfdState.DOWN);
        }
    }
}
