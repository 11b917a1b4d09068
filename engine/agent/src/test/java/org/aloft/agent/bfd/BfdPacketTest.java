package org.aloft.agent.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BfdPacketTest {
    private static final BfdPacket PACKET =
            new BfdPacket(1, BfdState.UP, true, false, false, 5, 0x01020304, 0xfffefdfc, 10_000, 4_000_000_000L);

    private static byte[] bytes(BfdPacket packet) {
        ByteBuffer buffer = ByteBuffer.allocate(BfdPacket.SIZE);
        packet.write(buffer);
        return buffer.array();
    }

    private static String dropped(int at, int value) {
        byte[] bytes = bytes(PACKET);
        bytes[at] = (byte) value;
        return ((BfdPacket.Dropped) BfdPacket.read(ByteBuffer.wrap(bytes))).reason();
    }

    @Test
    void shouldWriteTheLayoutOfTheRfc() {
        assertThat(HexFormat.of().formatHex(bytes(PACKET)))
                .isEqualTo("21e00518" + "01020304" + "fffefdfc" + "00002710" + "ee6b2800" + "00000000");
    }

    @Test
    void shouldReadWhatItWrote() {
        for (BfdState state : BfdState.values()) {
            BfdPacket packet = new BfdPacket(7, state, false, true, true, 255, 1, 2, 0, 0);
            assertThat(BfdPacket.read(ByteBuffer.wrap(bytes(packet)))).isEqualTo(new BfdPacket.Accepted(packet));
        }
    }

    @Test
    void shouldReadFromTheBuffersPosition() {
        ByteBuffer buffer = ByteBuffer.allocate(BfdPacket.SIZE + 8).position(4);
        PACKET.write(buffer);
        assertThat(BfdPacket.read(buffer.position(4))).isEqualTo(new BfdPacket.Accepted(PACKET));
    }

    @Test
    void shouldDropWhatTheRfcSaysToDrop() {
        assertThat(dropped(0, 0x01)).contains("version 0");
        assertThat(dropped(3, 23)).contains("claims 23 bytes");
        assertThat(dropped(3, 25)).contains("claims 25 bytes of 24");
        assertThat(dropped(1, 0xe4)).contains("authenticated");
        assertThat(dropped(1, 0xe1)).contains("multipoint");
        assertThat(dropped(2, 0)).contains("multiplier is 0");
        BfdPacket nameless = new BfdPacket(0, BfdState.DOWN, false, false, false, 5, 0, 0, 1, 1);
        assertThat(BfdPacket.read(ByteBuffer.wrap(bytes(nameless)))).isInstanceOf(BfdPacket.Dropped.class);
        BfdPacket early = new BfdPacket(0, BfdState.INIT, false, false, false, 5, 1, 0, 1, 1);
        assertThat(BfdPacket.read(ByteBuffer.wrap(bytes(early)))).isInstanceOf(BfdPacket.Dropped.class);
        BfdPacket first = new BfdPacket(0, BfdState.DOWN, false, false, false, 5, 1, 0, 1, 1);
        assertThat(BfdPacket.read(ByteBuffer.wrap(bytes(first)))).isInstanceOf(BfdPacket.Accepted.class);
    }

    @Test
    void shouldDropEveryTruncatedPacket() {
        byte[] bytes = bytes(PACKET);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(BfdPacket.read(ByteBuffer.wrap(bytes, 0, length))).isInstanceOf(BfdPacket.Dropped.class);
        }
    }

    /**
     * Random bytes and damaged packets: always an answer, and whatever is accepted keeps the promises of the record.
     */
    @Test
    void shouldJudgeAnyBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = round % 2 == 0 ? bytes(PACKET) : new byte[random.nextInt(64)];
            for (int damage = random.nextInt(4); damage >= 0 && bytes.length > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (BfdPacket.read(ByteBuffer.wrap(bytes)) instanceof BfdPacket.Accepted accepted) {
                BfdPacket packet = accepted.packet();
                assertThat(packet.mine()).as("seed %d round %d", seed, round).isNotZero();
                assertThat(packet.multiplier())
                        .as("seed %d round %d", seed, round)
                        .isBetween(1, 255);
                assertThat(packet.desiredTransmit()).isBetween(0L, 0xffff_ffffL);
            }
        }
    }
}
