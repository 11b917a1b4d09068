package org.aloft.agent.check;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What {@code SSL_GET} shows real servers: no certificate, or one; or it is left out. Thread-safe. */
public final class TlsIdentity {
    private final Optional<ClientCertificate> certificate;
    private final Optional<String> problem;
    private Optional<SslContext> context = Optional.empty();

    private TlsIdentity(Optional<ClientCertificate> certificate, Optional<String> problem) {
        this.certificate = certificate;
        this.problem = problem;
    }

    /**
     * {@code SSL_GET} is made.
     *
     * @param certificate shown to who asks for it; none is when empty
     */
    public static TlsIdentity of(Optional<ClientCertificate> certificate) {
        return new TlsIdentity(certificate, Optional.empty());
    }

    /**
     * {@code SSL_GET} is left out: without its certificate it would take healthy real servers for down.
     *
     * @param problem why, for people
     */
    public static TlsIdentity unusable(String problem) {
        return new TlsIdentity(Optional.empty(), Optional.of(problem));
    }

    /** Why {@code SSL_GET} is left out. */
    public Optional<String> problem() {
        return problem;
    }

    /** Whether real servers see the same. */
    public boolean isSame(TlsIdentity other) {
        return certificate.equals(other.certificate) && problem.equals(other.problem);
    }

    /** Made when it is first needed, and then for all checks: the classes of TLS are many. */
    synchronized SslContext context() {
        if (context.isEmpty()) {
            context = Optional.of(build());
        }
        return context.get();
    }

    private SslContext build() {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null);
        certificate.ifPresent(own -> builder.keyManager(own.shown()));
        try {
            return builder.build();
        } catch (SSLException broken) {
            throw new IllegalStateException("the Java runtime has no TLS: " + broken.getMessage(), broken);
        }
    }
}
