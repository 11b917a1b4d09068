package org.aloft.agent.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A steady exchange of adverts makes no garbage, so that no collection ever delays one. The sockets' share is in
 * VrrpSocketsIT.
 */
class AdvertAllocationTest {
    private static final int ROUNDS = 50_000;

    static Stream<VrrpInstanceBlock> instances() {
        return Stream.of(
                Instances.ipv4().build(),
                Instances.ipv4().version(3).build(),
                Instances.ipv6().build());
    }

    @ParameterizedTest
    @MethodSource("instances")
    void shouldEncodeDecodeAndCompareWithoutAllocating(VrrpInstanceBlock block) {
        boolean ipv6 =
                block.wire().version() == 3 && block.wire().transport().group().getAddress().length == 16;
        InetAddress source = Instances.ip(ipv6 ? "fe80::1" : "10.0.0.1");
        InetAddress own = Instances.ip(ipv6 ? "fe80::2" : "10.0.0.2");
        InetAddress group = block.wire().transport().group();
        AdvertEncoder encoder = new AdvertEncoder(block, source, List.of(group));
        AdvertDecoder decoder = new AdvertDecoder(block, own);
        PeerDifferences differences = new PeerDifferences(block);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int accepted = rounds(encoder, decoder, differences, source, group); // classes are loaded
        long before = threads.getThreadAllocatedBytes(thread);
        accepted += rounds(encoder, decoder, differences, source, group);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(accepted).isEqualTo(2 * ROUNDS);
        assertThat(allocated).as("bytes in %d rounds", ROUNDS).isLessThan(ROUNDS);
    }

    private static int rounds(
            AdvertEncoder encoder,
            AdvertDecoder decoder,
            PeerDifferences differences,
            InetAddress source,
            InetAddress group) {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer packet = encoder.encode(100, 0);
            if (decoder.decode(packet, source, group, 255) instanceof Received.Accepted advert) {
                accepted += differences.news(advert.advert()).isEmpty() ? 1 : 0;
            }
        }
        return accepted;
    }
}
