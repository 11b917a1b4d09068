package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.aloft.agent.config.IpPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "0.0.0.0", "::", "::1", "1::", "2001:db8::1", "fe80::1:2:3:4", "1:2:3:4:5:6:7:8"})
    void shouldReadWhatTheJdkReads(String text) throws UnknownHostException {
        assertThat(IpLiteral.parse(text)).contains(InetAddress.getByName(text));
    }

    @Test
    void shouldKeepAnIpv4MappedAddressAsItWasWritten() {
        assertThat(IpLiteral.parse("::ffff:192.0.2.1").orElseThrow())
                .isInstanceOf(Inet6Address.class)
                .extracting(InetAddress::getAddress)
                .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2",
                "192.0.2.01",
                "192.0.2.256",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "::192.0.2.1:1",
                "fe80::1%eth0"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }

    @Test
    void shouldKnowWhichAddressesAPrefixHolds() {
        IpPrefix prefix = new IpPrefix(IpLiteral.parse("2001:db8::").orElseThrow(), 33);
        assertThat(prefix.contains(IpLiteral.parse("2001:db8:7fff::1").orElseThrow()))
                .isTrue();
        assertThat(prefix.contains(IpLiteral.parse("2001:db8:8000::1").orElseThrow()))
                .isFalse();
        assertThat(prefix.contains(IpLiteral.parse("32.1.13.184").orElseThrow()))
                .isFalse();
    }

    @Test
    void shouldSplitACommandAtBlanksOutsideQuotes() {
        assertThat(CommandWords.split("  /bin/x  'a b'c \"d 'e\" ''")).isEqualTo(List.of("/bin/x", "a bc", "d 'e", ""));
    }
}
