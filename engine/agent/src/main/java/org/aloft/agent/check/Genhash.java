package org.aloft.agent.check;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.HttpCheckBlock.Protocol;

/**
 * Fetches one page as {@code HTTP_GET} and {@code SSL_GET} do, for the digest that a {@code url} block wants.
 * Stateless.
 */
public final class Genhash {
    /**
     * What to fetch.
     *
     * @param connection from whom
     * @param tls whether over TLS
     * @param sendsServerName whether the TLS handshake names the virtual host
     * @param protocol the version of HTTP
     * @param path such as {@code /index.html}
     * @param virtualHost the {@code Host} line; the server's address when empty
     */
    public record Page(
            CheckConnection connection,
            boolean tls,
            boolean sendsServerName,
            Protocol protocol,
            String path,
            Optional<String> virtualHost) {}

    /**
     * What came back.
     *
     * @param digest MD5 of the body, 32 lower-case hexadecimal digits
     * @param status such as 200
     * @param head as it came, ending with an empty line
     * @param length of the body, in bytes
     */
    public record Answer(String digest, int status, String head, long length) {}

    private Genhash() {}

    /**
     * Fetches it, and waits for that.
     *
     * @throws IOException with a sentence that says why it could not be fetched
     */
    public static Answer fetch(Page page) throws IOException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("genhash", /* daemon */ true), NioIoHandler.newFactory());
        try {
            Dialer dialer = new Dialer(group.next());
            CompletableFuture<ProbeOutcome> ended = new CompletableFuture<>();
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            TlsIdentity nobody = TlsIdentity.of(Optional.empty());
            Optional<TlsClient> tls = page.tls()
                    ? Optional.of(
                            new TlsClient(page.sendsServerName() ? page.virtualHost() : Optional.empty(), () -> nobody))
                    : Optional.empty();
            HttpRequest request = new HttpRequest(page.connection(), page.protocol(), page.path(), page.virtualHost());
            HttpExchange exchange = new HttpExchange(request, tls, false, false, dialer, ended::complete) {
                @Override
                void answered(HttpAnswer whole) {
                    answer.complete(new Answer(whole.digest(), whole.status(), whole.head(), whole.length()));
                    pass("fetched");
                }
            };
            dialer.loop().execute(() -> {
                var unused = exchange.open(dialer.stream(page.connection()));
            });
            ProbeOutcome outcome = ended.join(); // a conversation always ends
            if (!outcome.passed()) {
                throw new IOException(outcome.reason());
            }
            return answer.join();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
