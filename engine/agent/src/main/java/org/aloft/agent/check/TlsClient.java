package org.aloft.agent.check;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS as {@code SSL_GET} speaks it: certificates are not looked at, as in keepalived, for a real server is asked by its address and
 * often shows the name of the virtual one; what is checked is that it answers. Thread-safe.
 */
final class TlsClient {
    private final SslContext context;
    private final Optional<String> serverName;

    /** @param serverName what the handshake asks for; empty: it names nothing */
    TlsClient(Optional<String> serverName) {
        this.serverName = serverName;
        try {
            this.context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException("the Java runtime has no TLS: " + broken.getMessage(), broken);
        }
    }

    /** To stand between the network and those who talk. */
    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0); // the conversation has a time-out of its own
        serverName.ifPresent(name -> {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            handler.engine().setSSLParameters(parameters);
        });
        return handler;
    }
}
