package org.aloft.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificate authorities that are trusted. */
final class Authorities {
    private Authorities() {}

    /**
     * TLS that trusts the certificates in this file, and those that they signed.
     *
     * @param file PEM, any number of certificates
     * @throws IOException it cannot be read, or holds no certificate
     */
    static SSLContext of(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : read(file)) {
            store.setCertificateEntry("authority " + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try (InputStream text = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(text);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | CertificateException unusable) {
            throw new IOException(
                    "cannot use " + file + " of smtp_ca_file (" + unusable.getMessage()
                            + "); write certificates in PEM",
                    unusable);
        }
        throw new IOException(file + " of smtp_ca_file has no certificate; write certificates in PEM");
    }
}
