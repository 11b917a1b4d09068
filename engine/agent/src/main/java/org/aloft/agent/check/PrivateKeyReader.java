package org.aloft.agent.check;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.KeyPassword;

/**
 * Private keys of PEM files: PKCS #8 (RFC 5958), encrypted or not, and what OpenSSL wrote before it: PKCS #1 (RFC 8017)
 * and SEC 1 (RFC 5915), which are put into an envelope of PKCS #8:
 *
 * <pre>
 * SEQUENCE {
 *     INTEGER 0,
 *     SEQUENCE { OBJECT IDENTIFIER the algorithm, its parameters },
 *     OCTET STRING the key in its older form
 * }
 * </pre>
 *
 * Stateless.
 */
final class PrivateKeyReader {
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

    /** 1.2.840.113549.1.1.1 rsaEncryption, and its parameters: NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /** 1.2.840.10045.2.1 ecPublicKey; its parameters are the curve. */
    private static final byte[] ELLIPTIC_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");

    /** As Java names them; those that TLS takes. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PrivateKeyReader() {}

    /**
     * Whether only the password opens it.
     *
     * @param block with a private key
     */
    static boolean isEncrypted(PemFile.Block block) {
        return block.hasHeaders() || block.label().equals("ENCRYPTED PRIVATE KEY");
    }

    /**
     * Reads it.
     *
     * @param password not looked at unless it {@link #isEncrypted}
     * @throws NoSuchAlgorithmException it is encrypted in a way that is not known here
     * @throws GeneralSecurityException it is damaged, of a kind that TLS does not take, or encrypted with another
     *     password
     */
    static PrivateKey read(PemFile.Block block, Optional<KeyPassword> password) throws GeneralSecurityException {
        if (block.hasHeaders()) {
            throw new NoSuchAlgorithmException("encrypted as OpenSSL did before version 1.0");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(block.content()));
            case "ENCRYPTED PRIVATE KEY" ->
                key(new PKCS8EncodedKeySpec(EncryptedKey.parse(block.content()).decrypt(password.orElseThrow())));
            case "RSA PRIVATE KEY" -> key(envelope(block.content(), RSA));
            case "EC PRIVATE KEY" -> key(envelope(block.content(), ELLIPTIC_CURVE, curve(block.content())));
            default -> throw new InvalidKeySpecException("a key of an unknown kind: " + block.label());
        };
    }

    private static PKCS8EncodedKeySpec envelope(byte[] key, byte[]... algorithm) {
        return new PKCS8EncodedKeySpec(Der.element(
                Der.SEQUENCE, VERSION_0, Der.element(Der.SEQUENCE, algorithm), Der.element(Der.OCTET_STRING, key)));
    }

    /** {@code SEQUENCE { INTEGER 1, OCTET STRING the key, [0] the curve, … }}. */
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        ByteBuffer fields = ByteBuffer.wrap(Der.content(ByteBuffer.wrap(key), Der.SEQUENCE));
        byte[] unusedVersion = Der.content(fields, Der.INTEGER);
        byte[] unusedKey = Der.content(fields, Der.OCTET_STRING);
        return Der.content(fields, Der.FIRST_OPTION);
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException another) {
                // then it is one of the others
            }
        }
        throw new InvalidKeySpecException("it is damaged, or neither an RSA, an elliptic curve nor an EdDSA key");
    }
}
