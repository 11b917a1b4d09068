package org.aloft.agent.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.Advert;
import org.junit.jupiter.api.Test;

/**
 * Five seconds of packets with every field truncated, oversized and wrong, against a second reading of the RFCs that is
 * written for this test alone. The seed is printed; {@code -Daloft.fuzz.seed=N} runs the same packets again.
 */
class AdvertFuzzTest {
    private static final long FOR_NANOS = Duration.ofSeconds(5).toNanos();
    /** An accepted advert with 255 addresses takes some 30 KB; nothing may take more. */
    private static final long MOST_BYTES_A_PACKET = 64 * 1024;

    /** Until then classes are loaded, which counts as well. */
    private static final int WARM_UP = 1_000;

    private final long seed = Long.getLong("aloft.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A receiver, and what its peers write. */
    private record Group(VrrpInstanceBlock block, InetAddress peer, InetAddress own, InetAddress destination) {
        AdvertEncoder encoder() {
            return new AdvertEncoder(block, peer, List.of(destination));
        }

        AdvertDecoder decoder() {
            return new AdvertDecoder(block, own);
        }
    }

    private static Group ipv4(Instances instance) {
        return new Group(
                instance.build(), Instances.ip("10.0.0.1"), Instances.ip("10.0.0.2"), Instances.ip("224.0.0.18"));
    }

    private static Group ipv6(Instances instance) {
        return new Group(instance.build(), Instances.ip("fe80::1"), Instances.ip("fe80::2"), Instances.ip("ff02::12"));
    }

    private List<Group> groups() {
        Transport toPeer = new Transport.Unicast(
                Instances.ip("224.0.0.18"), List.of(UnicastPeer.of(Instances.ip("10.0.0.1"))), 255, true);
        Transport toPeer6 = new Transport.Unicast(
                Instances.ip("ff02::12"),
                List.of(new UnicastPeer(Instances.ip("fe80::1"), Optional.of(2), Optional.of(254))),
                255,
                true);
        String[] many = new String[255];
        for (int index = 0; index < many.length; index++) {
            many[index] = "10.1.0." + (index + 1);
        }
        Group unicast = ipv4(Instances.ipv4().version(3).transport(toPeer));
        Group unicast6 = ipv6(Instances.ipv6().transport(toPeer6));
        return List.of(
                ipv4(Instances.ipv4()),
                ipv4(Instances.ipv4().authentication(Optional.of(new Authentication("abc123")))),
                ipv4(Instances.ipv4().strict()),
                ipv4(Instances.ipv4().version(3).interval(Duration.ofMillis(250))),
                ipv4(Instances.ipv4().version(3).checksum(Checksum.MESSAGE).vips(many)),
                new Group(unicast.block(), unicast.peer(), unicast.own(), unicast.own()),
                ipv6(Instances.ipv6()),
                ipv6(Instances.ipv6().strict().interval(Duration.ofMillis(40_950))),
                new Group(unicast6.block(), unicast6.peer(), unicast6.own(), unicast6.own()));
    }

    @Test
    void shouldTellEveryPacketForWhatItIs() {
        System.out.println("seed " + seed);
        List<Group> groups = groups();
        List<AdvertDecoder> decoders = groups.stream().map(Group::decoder).toList();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long accepted = 0;
        long refused = 0;
        for (long end = System.nanoTime() + FOR_NANOS; System.nanoTime() - end < 0; ) {
            int chosen = random.nextInt(groups.size());
            Group group = groups.get(chosen);
            ByteBuffer packet = mutated(group);
            int hopLimit = random.nextInt(4) == 0 ? random.nextInt(256) : 255;
            long before = threads.getThreadAllocatedBytes(thread);
            Received received = decoders.get(chosen).decode(packet, group.peer(), group.destination(), hopLimit);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            boolean right = isRight(group, packet, hopLimit);
            assertThat(received instanceof Received.Accepted)
                    .as("seed %d: %s says %s of %s", seed, group, received, hex(packet))
                    .isEqualTo(right);
            if (accepted + refused > WARM_UP) {
                assertThat(allocated)
                        .as("seed %d: bytes for %s", seed, hex(packet))
                        .isLessThan(MOST_BYTES_A_PACKET);
            }
            accepted += right ? 1 : 0;
            refused += right ? 0 : 1;
        }
        assertThat(accepted).as("packets that were right").isPositive();
        assertThat(refused).as("packets that were wrong").isPositive();
    }

    @Test
    void shouldReadBackWhatItWrites() {
        for (Group group : groups()) {
            AdvertEncoder encoder = group.encoder();
            for (int priority = 0; priority <= 255; priority++) {
                int hopLimit = group.destination().isMulticastAddress() ? 255 : 64;
                Received received = group.decoder()
                        .decode(encoder.encode(priority, 0), group.peer(), group.destination(), hopLimit);
                assertThat(received).isInstanceOf(Received.Accepted.class);
                assertThat(((Received.Accepted) received).advert())
                        .isEqualTo(new Advert(
                                group.peer(),
                                priority,
                                group.block().wire().advertInterval().toNanos(),
                                AdvertEncoder.advertised(group.block())));
            }
        }
    }

    private static String hex(ByteBuffer packet) {
        byte[] bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // ---- wrong packets

    private ByteBuffer mutated(Group group) {
        ByteBuffer valid = group.encoder().encode(random.nextInt(256), 0);
        ByteBuffer packet = ByteBuffer.allocate(4096);
        packet.put(0, valid, 0, valid.limit()).limit(valid.limit());
        switch (random.nextInt(8)) {
            case 0 -> {
                return packet;
            }
            case 1 -> packet.limit(random.nextInt(valid.limit() + 1));
            case 2 -> packet.limit(Math.min(4096, valid.limit() + 1 + random.nextInt(64)));
            case 3 -> packet.limit(4096);
            case 4 -> packet.put(3, (byte) random.nextInt(256));
            case 5 -> set(packet, random.nextInt(8), random.nextInt(256));
            case 6 -> set(packet, random.nextInt(valid.limit()), random.nextInt(256));
            default -> {
                for (int index = 0; index < packet.limit(); index++) {
                    packet.put(index, (byte) random.nextInt(256));
                }
                packet.put(1, (byte) 10);
            }
        }
        if (random.nextBoolean()) {
            sum(group, packet);
        }
        return packet;
    }

    private static void set(ByteBuffer packet, int at, int value) {
        packet.put(at, (byte) value);
    }

    /** Makes the checksum right in one of the ways in which it can be. */
    private void sum(Group group, ByteBuffer packet) {
        if (packet.limit() >= 8) {
            boolean plain = group.block().wire().version() == 2 || (ipv4(group) && random.nextBoolean());
            packet.putShort(6, (short) 0);
            packet.putShort(6, (short) (0xffff ^ sum(packet, plain ? new byte[0] : pseudoHeader(group, packet))));
        }
    }

    // ---- the second reading

    private static boolean isRight(Group group, ByteBuffer packet, int hopLimit) {
        int version = group.block().wire().version();
        boolean multicast = group.destination().isMulticastAddress();
        int size = group.block().wire().family() == IpFamily.IPV4 ? 4 : 16;
        if (packet.limit() < 8 || (packet.get(0) & 0xff) != version * 16 + 1 || packet.get(1) != 10) {
            return false;
        }
        int count = packet.get(3) & 0xff;
        boolean arrived = multicast ? hopLimit == 255 : ipv4(group) || (hopLimit >= 2 && hopLimit <= 254);
        boolean complete = count > 0 && packet.limit() == 8 + count * size + (version == 2 ? 8 : 0);
        return arrived
                && complete
                && summed(group, packet)
                && (version == 2 ? version2(group, packet) : version3(group, packet));
    }

    private static boolean summed(Group group, ByteBuffer packet) {
        boolean plain = ipv4(group) && sum(packet, new byte[0]) == 0xffff;
        boolean version3 = group.block().wire().version() == 3;
        boolean old =
                ipv4(group) && sum(packet, pseudoHeader(group.peer(), Instances.ip("224.0.0.18"), packet)) == 0xffff;
        return plain || (version3 && (sum(packet, pseudoHeader(group, packet)) == 0xffff || old));
    }

    private static boolean version2(Group group, ByteBuffer packet) {
        Optional<Authentication> authentication = group.block().wire().authentication();
        byte[] data = new byte[8];
        packet.get(packet.limit() - 8, data);
        boolean known = authentication
                .map(wanted -> packet.get(4) == 1 && Arrays.equals(wanted.data(), data))
                .orElse(packet.get(4) == 0);
        byte[] address = new byte[4];
        boolean sameVips = (packet.get(3) & 0xff) > 0;
        for (int index = 0; index < (packet.get(3) & 0xff); index++) {
            packet.get(8 + 4 * index, address);
            sameVips &= Arrays.equals(address, new byte[] {10, 0, 0, 10});
        }
        boolean bearable = !group.block().wire().strict() || sameVips || (packet.get(2) & 0xff) == 255;
        return known && packet.get(5) == 1 && bearable;
    }

    private static boolean version3(Group group, ByteBuffer packet) {
        int interval = (packet.get(4) & 0xf) * 256 + (packet.get(5) & 0xff);
        boolean linkLocal = (packet.get(8) & 0xff) == 0xfe && (packet.get(9) & 0xc0) == 0x80;
        return interval > 0 && (ipv4(group) || !group.block().wire().strict() || linkLocal);
    }

    private static boolean ipv4(Group group) {
        return group.block().wire().family() == IpFamily.IPV4;
    }

    private static byte[] pseudoHeader(Group group, ByteBuffer packet) {
        return pseudoHeader(group.peer(), group.destination(), packet);
    }

    private static byte[] pseudoHeader(InetAddress from, InetAddress to, ByteBuffer packet) {
        ByteBuffer header = ByteBuffer.allocate(2 * from.getAddress().length + 4);
        header.put(from.getAddress()).put(to.getAddress()).putShort((short) 112).putShort((short) packet.limit());
        return header.array();
    }

    /** One's complement sum, with the carry added back at every step; 0xffff over a packet with the right checksum. */
    private static int sum(ByteBuffer packet, byte[] before) {
        ByteBuffer all = ByteBuffer.allocate(before.length + packet.limit() + 1);
        all.put(before).put(packet.duplicate().position(0));
        int sum = 0;
        for (int at = 0; at + 1 < all.capacity(); at += 2) {
            sum += all.getShort(at) & 0xffff;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
