package org.aloft.ssh;

import com.jcraft.jsch.Identity;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A private key with a certificate for it (OpenSSH, PROTOCOL.certkeys): the certificate is shown in place of the public
 * key, and the key signs. Safe for use by several threads.
 */
final class CertifiedKey implements Identity {
    private static final String MARK = "-cert-v01@openssh.com";

    private final String name;
    private final String type;
    private final byte[] certificate;
    private final Identity key;

    private CertifiedKey(String name, String type, byte[] certificate, Identity key) {
        this.name = name;
        this.type = type;
        this.certificate = certificate;
        this.key = key;
    }

    /** The key with the certificate beside its file, in {@code KEY-cert.pub}; empty if there is none that can be read. */
    static Optional<CertifiedKey> of(Path keyFile, Identity key) {
        return read(Path.of(keyFile + "-cert.pub"), key);
    }

    /** The key with the certificate of a file, if that is for this key. */
    static Optional<CertifiedKey> by(Path certificateFile, Identity key) {
        return read(certificateFile, key).filter(CertifiedKey::isForItsKey);
    }

    private static Optional<CertifiedKey> read(Path file, Identity key) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).split("\\s+", 3);
            return words.length > 1 && words[0].endsWith(MARK)
                    ? Optional.of(new CertifiedKey(
                            file.toString(), words[0], Base64.getDecoder().decode(words[1]), key))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty(); // the key by itself is offered all the same
        }
    }

    /** Behind its type and a nonce, a certificate has what the public key has behind its type. */
    private boolean isForItsKey() {
        ByteBuffer certified = ByteBuffer.wrap(certificate);
        ByteBuffer plain = ByteBuffer.wrap(key.getPublicKeyBlob());
        try {
            skip(certified);
            skip(certified);
            skip(plain);
            return certified.remaining() >= plain.remaining()
                    && certified.slice().limit(plain.remaining()).equals(plain);
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return false;
        }
    }

    /** A string, as RFC 4251, 5 has it: its length in four bytes, and its bytes. */
    private static void skip(ByteBuffer blob) {
        int length = blob.getInt();
        blob.position(blob.position() + length);
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    @Override
    public byte[] getPublicKeyBlob() {
        return certificate.clone();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return key.getSignature(data);
    }

    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        return key.getSignature(data, algorithm.replace(MARK, ""));
    }

    @Override
    public String getAlgName() {
        return type;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public void clear() {} // as its key
}
