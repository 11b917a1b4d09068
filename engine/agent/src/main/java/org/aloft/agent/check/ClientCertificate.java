package org.aloft.agent.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.aloft.agent.config.SslBlock;

/**
 * The certificate that {@code SSL_GET} shows to a real server that asks for one. Immutable. Its text has nothing of the
 * key.
 *
 * @param chain the certificate itself, and what leads to its issuer
 * @param key the private key of the first one
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final String CONVERT =
            "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in %s -out %s.new";

    /** Takes a copy of the list, which must not be empty. */
    public ClientCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the files that the block names.
     *
     * @return empty if it names none
     * @throws UnusableCertificateException one of them cannot be read, or they do not belong together
     */
    public static Optional<ClientCertificate> read(SslBlock block) throws UnusableCertificateException {
        if (block.key().isEmpty()) {
            return Optional.empty();
        }
        Path keyPath = block.key().get();
        PemFile keyFile = file("key", keyPath);
        PrivateKey key = key(keyFile, keyPath, block);
        List<X509Certificate> chain = block.certificate().isPresent()
                ? chain(
                        "certificate",
                        file("certificate", block.certificate().get()),
                        block.certificate().get())
                : chain("key", keyFile, keyPath);
        if (!belongTogether(chain.get(0).getPublicKey(), key)) {
            throw new UnusableCertificateException(
                    "key",
                    "key " + keyPath + " does not belong to the first certificate of "
                            + block.certificate().orElse(keyPath) + ", which is that of "
                            + chain.get(0).getSubjectX500Principal() + "; name the two that were made together");
        }
        return Optional.of(new ClientCertificate(chain, key));
    }

    private static PemFile file(String keyword, Path path) throws UnusableCertificateException {
        try {
            return PemFile.read(path);
        } catch (IOException unreadable) {
            throw new UnusableCertificateException(
                    keyword,
                    keyword + " " + path + " cannot be used: " + unreadable.getMessage()
                            + "; put it there whole, in PEM, readable for aloftd");
        }
    }

    private static PrivateKey key(PemFile file, Path path, SslBlock block) throws UnusableCertificateException {
        PemFile.Block pem = file.blocks().stream()
                .filter(PemFile.Block::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> new UnusableCertificateException(
                        "key", "key " + path + " has no private key in it; name a PEM file that has one"));
        boolean encrypted = PrivateKeyReader.isEncrypted(pem);
        if (encrypted && block.password().isEmpty()) {
            throw new UnusableCertificateException(
                    "key", "key " + path + " is encrypted; write password into the block SSL, or decrypt the key");
        }
        try {
            return PrivateKeyReader.read(pem, block.password());
        } catch (NoSuchAlgorithmException otherCipher) {
            throw new UnusableCertificateException(
                    "key",
                    "key " + path + " is encrypted in a way that aloftd does not know; encrypt it in another: "
                            + CONVERT.formatted(path, path));
        } catch (GeneralSecurityException unreadable) {
            throw encrypted
                    ? new UnusableCertificateException(
                            "password",
                            "password does not open key " + path + "; write the one that it was encrypted with")
                    : new UnusableCertificateException(
                            "key",
                            "key " + path + " has a private key that cannot be used: " + unreadable.getMessage()
                                    + "; look at it: openssl pkey -noout -text -in " + path);
        }
    }

    private static List<X509Certificate> chain(String keyword, PemFile file, Path path)
            throws UnusableCertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemFile.Block block : file.blocks()) {
                if (block.label().endsWith("CERTIFICATE")) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException damaged) {
            throw new UnusableCertificateException(
                    keyword,
                    keyword + " " + path + " has a certificate that cannot be read: " + damaged.getMessage()
                            + "; look at it: openssl x509 -noout -text -in " + path);
        }
        if (chain.isEmpty()) {
            String instead = keyword.equals("key")
                    ? "; add the certificate to this file, or name its own with certificate FILE"
                    : "; name a PEM file that has one";
            throw new UnusableCertificateException(
                    keyword, keyword + " " + path + " has no certificate in it" + instead);
        }
        return chain;
    }

    /** Whether what the one signs the other knows. */
    private static boolean belongTogether(PublicKey known, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(signing(key));
            byte[] word = {1};
            signature.initSign(key);
            signature.update(word);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(word);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKinds) {
            return false;
        }
    }

    private static String signing(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** When the first of the chain ends to be valid. */
    public Instant expiry() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Sends it whichever authorities the server lists, as OpenSSL, and so keepalived, does. */
    X509KeyManager shown() {
        return new Shown(this);
    }

    @Override
    public String toString() {
        return "the certificate of " + chain.get(0).getSubjectX500Principal();
    }

    private static final class Shown extends X509ExtendedKeyManager {
        private static final String ALIAS = "SSL";

        private final ClientCertificate certificate;

        Shown(ClientCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return List.of(keyTypes).contains(certificate.key().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return chooseEngineClientAlias(keyTypes, issuers, null);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null; // this side is never the server
        }
    }
}
