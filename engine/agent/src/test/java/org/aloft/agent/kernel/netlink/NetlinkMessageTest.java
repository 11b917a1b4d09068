package org.aloft.agent.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Messages against bytes written by hand from the kernel's headers. */
@EnabledIf(
        value = "org.aloft.agent.kernel.ipvs.IpvsMessagesTest#littleEndian",
        disabledReason = "netlink is in the machine's byte order; these bytes are little-endian")
class NetlinkMessageTest {
    @Test
    void shouldReadTheKernelsWordsFromARefusal() {
        byte[] refusal = HexFormat.of()
                .parseHex("34000000" + "0200" + "0003" + "07000000" + "00000000" // ERROR, capped, with attributes
                        + "9dffffff" + "3c000000140005060700000000000000" // -99, our header
                        + "0e000100" + "6e6f206465766963650000" + "00"); // "no device", padded
        NetlinkMessage message = NetlinkMessage.parse(ByteBuffer.wrap(refusal)).get(0);
        assertThat(message.errorNumber()).isEqualTo(99);
        assertThat(message.errorText()).startsWith("no device");
        assertThat(message.sequence()).isEqualTo(7);
    }

    @Test
    void shouldRefuseAMessageThatClaimsToBeLongerThanItsDatagram() {
        byte[] lying = HexFormat.of().parseHex("ff000000" + "02000000" + "00000000" + "00000000");
        assertThatThrownBy(() -> NetlinkMessage.parse(ByteBuffer.wrap(lying)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255 bytes where 16 are left");
    }

    @Test
    void shouldRefuseAnAttributeThatLeavesItsMessage() {
        ByteBuffer lying =
                ByteBuffer.wrap(HexFormat.of().parseHex("0900010000000000")).order(ByteOrder.nativeOrder());
        assertThatThrownBy(() -> NetlinkAttributes.parse(lying, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeAMessageOfAnyLength() {
        byte[] value = new byte[5000];
        Arrays.fill(value, (byte) 7);
        byte[] message = new NetlinkRequest(0x10, 0)
                .attribute32(1, 0x01020304)
                .attribute(2, value)
                .attribute16(3, 9)
                .encode(1);
        assertThat(message).hasSize(16 + 8 + 4 + 5000 + 8);
        assertThat(Arrays.copyOfRange(message, 28, 5028)).isEqualTo(value);
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        assertThat(bytes.getInt(0)).isEqualTo(message.length);
        assertThat(bytes.getInt(20)).isEqualTo(0x01020304);
        assertThat(bytes.getShort(5032)).isEqualTo((short) 9);
    }
}
