package org.aloft.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorReserveTest {
    @ParameterizedTest
    @CsvSource({
        "1024, 767, false",
        "1024, 768, true",
        "1024, 1023, true",
        "64, 47, false",
        "64, 48, true",
        "524288, 523263, false",
        "524288, 523264, true",
        "9223372036854775807, 2147483647, false"
    })
    void shouldKeepAQuarterAndNoMoreThanAThousand(long limit, int number, boolean kept) {
        assertThat(DescriptorReserve.isTouchedBy(number, limit)).isEqualTo(kept);
    }

    @Test
    void shouldLeaveAChannelAloneWhileThereAreOthers() throws IOException {
        try (SocketChannel channel = DescriptorReserve.outside(SocketChannel.open())) {
            assertThat(channel.isOpen()).isTrue();
            assertThat(DescriptorReserve.number(channel)).isPositive();
        }
    }
}
