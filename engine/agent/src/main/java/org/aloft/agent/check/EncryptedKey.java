package org.aloft.agent.check;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.aloft.agent.config.KeyPassword;

/**
 * A private key encrypted with a password by scheme 2 of PKCS #5 (RFC 8018), as OpenSSL does. Java reads that itself,
 * but without the cipher that {@code openssl req} takes when it is told nothing else: triple DES.
 *
 * <pre>
 * SEQUENCE {
 *     SEQUENCE { OBJECT IDENTIFIER scheme 2, SEQUENCE {
 *         SEQUENCE { OBJECT IDENTIFIER PBKDF2, SEQUENCE {
 *             OCTET STRING salt, INTEGER rounds, [INTEGER key length,] [SEQUENCE { OBJECT IDENTIFIER HMAC, NULL }] } },
 *         SEQUENCE { OBJECT IDENTIFIER cipher, OCTET STRING initial vector } } },
 *     OCTET STRING encrypted key
 * }
 * </pre>
 *
 * Immutable.
 */
final class EncryptedKey {
    private static final String SCHEME_2 = "2a864886f70d01050d";
    private static final String DERIVATION = "2a864886f70d01050c";

    private static final String SHA_1 = "2a864886f70d0207";
    private static final Map<String, String> HMACS = Map.of(
            SHA_1,
            "HmacSHA1",
            "2a864886f70d0208",
            "HmacSHA224",
            "2a864886f70d0209",
            "HmacSHA256",
            "2a864886f70d020a",
            "HmacSHA384",
            "2a864886f70d020b",
            "HmacSHA512");

    private static final Map<String, Integer> AES_BITS =
            Map.of("608648016503040102", 128, "608648016503040116", 192, "60864801650304012a", 256);
    private static final String TRIPLE_DES = "2a864886f70d0307";
    private static final int TRIPLE_DES_BITS = 192;

    /** OpenSSL takes 2048, careful people a million; a file must not keep the agent busy for long. */
    private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(10_000_000);

    private final String hmac;
    private final byte[] salt;
    private final int rounds;
    private final String cipher;
    private final int keyBits;
    private final byte[] vector;
    private final byte[] content;

    private EncryptedKey(
            String hmac, byte[] salt, int rounds, String cipher, int keyBits, byte[] vector, byte[] content) {
        this.hmac = hmac;
        this.salt = salt;
        this.rounds = rounds;
        this.cipher = cipher;
        this.keyBits = keyBits;
        this.vector = vector;
        this.content = content;
    }

    /**
     * Takes it apart.
     *
     * @throws NoSuchAlgorithmException it is encrypted in another way
     * @throws InvalidKeySpecException it is damaged
     */
    static EncryptedKey parse(byte[] encoded) throws NoSuchAlgorithmException, InvalidKeySpecException {
        ByteBuffer whole = sequence(ByteBuffer.wrap(encoded));
        ByteBuffer scheme = sequence(whole);
        require(scheme, SCHEME_2);
        ByteBuffer parameters = sequence(scheme);
        ByteBuffer derivation = sequence(parameters);
        require(derivation, DERIVATION);
        ByteBuffer derived = sequence(derivation);
        byte[] salt = Der.content(derived, Der.OCTET_STRING);
        BigInteger rounds = new BigInteger(1, Der.content(derived, Der.INTEGER));
        if (rounds.signum() == 0 || rounds.compareTo(MOST_ROUNDS) > 0) {
            throw new NoSuchAlgorithmException("too many rounds: " + rounds);
        }
        if (Der.comesNext(derived, Der.INTEGER)) {
            byte[] unusedLength = Der.content(derived, Der.INTEGER); // the cipher says the same
        }
        String hmac = derived.hasRemaining() ? identifier(sequence(derived)) : SHA_1;
        ByteBuffer encryption = sequence(parameters);
        String cipher = identifier(encryption);
        boolean tripleDes = cipher.equals(TRIPLE_DES);
        if (!HMACS.containsKey(hmac) || !(tripleDes || AES_BITS.containsKey(cipher))) {
            throw new NoSuchAlgorithmException("unknown cipher or hash");
        }
        return new EncryptedKey(
                HMACS.get(hmac),
                salt,
                rounds.intValue(),
                tripleDes ? "DESede" : "AES",
                tripleDes ? TRIPLE_DES_BITS : AES_BITS.get(cipher),
                Der.content(encryption, Der.OCTET_STRING),
                Der.content(whole, Der.OCTET_STRING));
    }

    private static ByteBuffer sequence(ByteBuffer input) throws InvalidKeySpecException {
        return ByteBuffer.wrap(Der.content(input, Der.SEQUENCE));
    }

    private static String identifier(ByteBuffer input) throws InvalidKeySpecException {
        return HexFormat.of().formatHex(Der.content(input, Der.OBJECT_IDENTIFIER));
    }

    private static void require(ByteBuffer input, String identifier)
            throws NoSuchAlgorithmException, InvalidKeySpecException {
        if (!identifier(input).equals(identifier)) {
            throw new NoSuchAlgorithmException("an older or a newer scheme");
        }
    }

    /**
     * The key as PKCS #8 has it unencrypted.
     *
     * @throws GeneralSecurityException the password is another; there is a chance of 1 in 256 that this is not noticed
     *     here
     */
    byte[] decrypt(KeyPassword password) throws GeneralSecurityException {
        char[] characters = password.characters();
        PBEKeySpec secret = new PBEKeySpec(characters, salt, rounds, keyBits);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2With" + hmac)
                    .generateSecret(secret)
                    .getEncoded();
            Cipher decipher = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
            decipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipher), new IvParameterSpec(vector));
            return decipher.doFinal(content);
        } finally {
            secret.clearPassword();
            Arrays.fill(characters, ' ');
        }
    }
}
