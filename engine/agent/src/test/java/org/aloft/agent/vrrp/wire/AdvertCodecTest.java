package org.aloft.agent.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.socket.InternetChecksum;
import org.aloft.agent.vrrp.machine.Advert;
import org.junit.jupiter.api.Test;

class AdvertCodecTest {
    private static final Inet4Address SOURCE = (Inet4Address) Instances.ip("10.0.0.1");
    private static final Inet4Address RECEIVER = (Inet4Address) Instances.ip("10.0.0.2");
    private static final InetAddress VIP = Instances.ip("10.0.0.10");
    private static final InetAddress GROUP = Instances.ip("224.0.0.18");
    private static final Optional<Authentication> PASSWORD = Optional.of(new Authentication("abc123"));

    private static VrrpInstanceBlock instance(int version, Optional<Authentication> authentication, Duration interval) {
        return Instances.ipv4()
                .version(version)
                .authentication(authentication)
                .interval(interval)
                .build();
    }

    private static VrrpInstanceBlock version2() {
        return instance(2, PASSWORD, Duration.ofSeconds(1));
    }

    private static VrrpInstanceBlock version3() {
        return instance(3, Optional.empty(), Duration.ofMillis(250));
    }

    private static ByteBuffer packet(VrrpInstanceBlock instance) {
        return new AdvertEncoder(instance, SOURCE, List.of(GROUP)).encode(100, 0);
    }

    private static Received decode(VrrpInstanceBlock instance, ByteBuffer packet) {
        return new AdvertDecoder(instance, RECEIVER).decode(packet, SOURCE, GROUP, 255);
    }

    /** Changes a packet and makes its checksum right again. */
    private static ByteBuffer changed(VrrpInstanceBlock instance, Consumer<ByteBuffer> change) {
        ByteBuffer packet = packet(instance);
        change.accept(packet);
        packet.putShort(6, (short) 0);
        packet.putShort(6, (short) InternetChecksum.of(packet, 0, packet.limit(), 0));
        return packet;
    }

    private static void assertDropped(Received received, DropReason reason) {
        assertThat(received).isEqualTo(new Received.Dropped(reason));
    }

    @Test
    void shouldWriteVersion2AsKeepalivedDoes() {
        // Version and type, VRID 10, priority 100, one address; PASS, 1 s, checksum; 10.0.0.10; "abc123"
        assertThat(HexFormat.of().formatHex(packet(version2()).array()))
                .isEqualTo("210a6401" + "01017922" + "0a00000a" + "6162633132330000");
    }

    @Test
    void shouldReadWhatItWrites() {
        Advert advert = new Advert(SOURCE, 100, 1_000_000_000L, List.of(VIP));
        assertThat(decode(version2(), packet(version2()))).isEqualTo(new Received.Accepted(advert, Checksum.MESSAGE));
        Advert fast = new Advert(SOURCE, 100, 250_000_000L, List.of(VIP));
        assertThat(decode(version3(), packet(version3())))
                .isEqualTo(new Received.Accepted(fast, Checksum.PSEUDO_HEADER));
    }

    @Test
    void shouldReuseTheBufferForEveryPriority() {
        AdvertEncoder encoder = new AdvertEncoder(version2(), SOURCE, List.of(GROUP));
        ByteBuffer first = encoder.encode(100, 0);
        assertThat(encoder.encode(0, 0)).isSameAs(first);
        Received received = decode(version2(), first);
        assertThat(((Received.Accepted) received).advert().priority()).isZero();
    }

    @Test
    void shouldAcceptVersion3WithoutThePseudoHeader() {
        assertThat(decode(version3(), changed(version3(), packet -> {}))).isInstanceOf(Received.Accepted.class);
    }

    @Test
    void shouldPassOverOtherGroups() {
        assertThat(decode(version2(), changed(version2(), packet -> packet.put(1, (byte) 11))))
                .isInstanceOf(Received.OtherGroup.class);
    }

    @Test
    void shouldDropPacketsFromBeyondARouter() {
        Received received = new AdvertDecoder(version2(), RECEIVER).decode(packet(version2()), SOURCE, GROUP, 254);
        assertDropped(received, DropReason.TTL);
    }

    @Test
    void shouldDropItsOwnPackets() {
        Received received = new AdvertDecoder(version2(), SOURCE).decode(packet(version2()), SOURCE, GROUP, 255);
        assertDropped(received, DropReason.OWN);
    }

    @Test
    void shouldDropAnotherVersionOrType() {
        assertDropped(decode(version2(), packet(version3())), DropReason.VERSION);
        assertDropped(decode(version2(), changed(version2(), packet -> packet.put(0, (byte) 0x22))), DropReason.TYPE);
    }

    @Test
    void shouldDropWrongLengthsAndCounts() {
        assertDropped(decode(version2(), ByteBuffer.allocate(7)), DropReason.LENGTH);
        assertDropped(decode(version2(), changed(version2(), packet -> packet.put(3, (byte) 0))), DropReason.LENGTH);
        assertDropped(decode(version2(), changed(version2(), packet -> packet.put(3, (byte) 2))), DropReason.LENGTH);
        assertDropped(decode(version2(), packet(version2()).limit(16)), DropReason.LENGTH);
    }

    @Test
    void shouldDropAWrongChecksum() {
        ByteBuffer packet = packet(version2());
        packet.put(7, (byte) (packet.get(7) + 1));
        assertDropped(decode(version2(), packet), DropReason.CHECKSUM);
    }

    @Test
    void shouldDropAnotherPasswordOrNone() {
        VrrpInstanceBlock other = instance(2, Optional.of(new Authentication("abc124")), Duration.ofSeconds(1));
        VrrpInstanceBlock none = instance(2, Optional.empty(), Duration.ofSeconds(1));
        assertDropped(decode(version2(), packet(other)), DropReason.AUTHENTICATION_DATA);
        assertDropped(decode(version2(), packet(none)), DropReason.AUTHENTICATION_TYPE);
        assertDropped(decode(none, packet(version2())), DropReason.AUTHENTICATION_TYPE);
        assertThat(decode(none, packet(none))).isInstanceOf(Received.Accepted.class);
    }

    @Test
    void shouldDropAnotherIntervalInVersion2Only() {
        assertDropped(decode(version2(), packet(instance(2, PASSWORD, Duration.ofSeconds(2)))), DropReason.INTERVAL);
        VrrpInstanceBlock slow = instance(3, Optional.empty(), Duration.ofSeconds(40));
        assertThat(decode(version3(), packet(slow))).isInstanceOf(Received.Accepted.class);
    }
}
