package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.HttpCheckBlock.Protocol;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a host that is out of descriptors says of its real servers: nothing. */
@Timeout(30)
class ShortageTest {
    private static final InetSocketAddress TARGET = new InetSocketAddress(CheckFixture.loopback(4), 9);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Dialer dialer = new Dialer(group.next(), ShortageTest::noSocket);

    /** As Netty does when the kernel gives it none. */
    private static NioSocketChannel noSocket(CheckConnection wanted) {
        throw new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));
    }

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private ProbeOutcome outcome(Probe probe) {
        CompletableFuture<ProbeOutcome> ended = new CompletableFuture<>();
        dialer.loop().execute(() -> {
            var unused = probe.begin(0, outcome -> {
                assertThat(dialer.loop().inEventLoop()).isTrue();
                ended.complete(outcome);
            });
        });
        return ended.join();
    }

    @Test
    void shouldSayNothingOfAServerThatItCouldNotTalkTo() {
        ProbeOutcome tcp = outcome(new TcpProbe(CheckFixture.to(TARGET, CheckFixture.LONG), dialer));
        assertThat(tcp.kind()).isEqualTo(ProbeOutcome.Kind.NOT_MADE);
        assertThat(tcp.reason()).contains("too many open files");
    }

    @Test
    void shouldEndAConversationThatHadNoSocket() {
        Probe http = (step, done) -> new HttpExchange(
                new HttpRequest(CheckFixture.to(TARGET, CheckFixture.LONG), Protocol.HTTP_1_1, "/", Optional.empty()),
                Optional.empty(),
                false,
                false,
                dialer,
                done) {
            @Override
            void answered(HttpAnswer whole) {
                fail("there is nobody");
            }
        }.open(dialer.stream(CheckFixture.to(TARGET, CheckFixture.LONG)));
        assertThat(outcome(http).kind()).isEqualTo(ProbeOutcome.Kind.NOT_MADE);
    }

    @Test
    void shouldTellItsOwnShortageFromAServersFailure() {
        assertThat(Shortage.isOurs(new UncheckedIOException(new IOException("Too many open files in system"))))
                .isTrue();
        assertThat(Shortage.isOurs(new SocketException("No buffer space available")))
                .isTrue();
        assertThat(Shortage.isOurs(new IOException("Cannot allocate memory"))).isTrue();
        assertThat(Shortage.isOurs(new KernelException("socket", Errno.of(24), "ping", "")))
                .isTrue();
        assertThat(Shortage.isOurs(new ConnectException("Connection refused"))).isFalse();
        assertThat(Shortage.isOurs(new KernelException("sendto", Errno.of(113), "ping", "")))
                .isFalse();
    }

    @Test
    void shouldBeToldOnceUntilItHasBeenAwayForAWhile() {
        long[] now = {0};
        int[] told = {0};
        Shortage shortage = new Shortage(() -> now[0], line -> told[0]++);
        shortage.seen("first");
        now[0] += Duration.ofSeconds(30).toNanos();
        shortage.seen("second");
        now[0] += Duration.ofSeconds(59).toNanos();
        shortage.seen("third");
        assertThat(told[0]).isEqualTo(1);
        now[0] += Duration.ofSeconds(61).toNanos();
        shortage.seen("another");
        assertThat(told[0]).isEqualTo(2);
    }
}
