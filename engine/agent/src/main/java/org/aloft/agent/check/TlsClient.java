package org.aloft.agent.check;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * TLS as {@code SSL_GET} speaks it: certificates are not looked at, as in keepalived, for a real server is asked by its
 * address and often shows the name of the virtual one; what is checked is that it answers. Thread-safe.
 */
final class TlsClient {
    private final Optional<String> serverName;
    private final Supplier<TlsIdentity> identity;

    /**
     * @param serverName what the handshake asks for; empty: it names nothing
     * @param identity as whom, at each connection
     */
    TlsClient(Optional<String> serverName, Supplier<TlsIdentity> identity) {
        this.serverName = serverName;
        this.identity = identity;
    }

    /** Why no connection should be made. */
    Optional<String> problem() {
        return identity.get().problem();
    }

    /**
     * A name as it goes over the wire: without the dot that ends one in DNS (RFC 6066 §3). Java's own class takes
     * neither that dot nor an underscore, which names of virtual hosts do have.
     */
    static final class HostName extends SNIServerName {
        HostName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.replaceFirst("\\.$", "").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** To stand between the network and those who talk. */
    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = identity.get().context().newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0); // the conversation has a time-out of its own
        serverName.ifPresent(name -> {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new HostName(name)));
            handler.engine().setSSLParameters(parameters);
        });
        return handler;
    }
}
