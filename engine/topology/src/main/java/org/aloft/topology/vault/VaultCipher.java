package org.aloft.topology.vault;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ansible's cipher {@code AES256}: of password and salt PBKDF2 (RFC 8018) makes the key of AES-256 in counter mode, the
 * key of HMAC-SHA256 over what is encrypted, and the first counter; the text is padded as in PKCS #7. Stateless.
 *
 * <pre>
 *  0               32               64         80
 * |   key of AES   |   key of HMAC  |  counter  |
 * </pre>
 */
final class VaultCipher {
    private static final String HMAC = "HmacSHA256";
    private static final int HMAC_BYTES = 32;
    private static final int ROUNDS = 10_000;
    private static final int KEY_BYTES = 32;
    private static final int COUNTER_BYTES = 16;

    private VaultCipher() {}

    /** What was encrypted; empty when the password is another one, or the text was changed since. */
    static Optional<byte[]> decrypt(VaultText text, byte[] password) throws VaultException {
        try {
            byte[] keys = derive(password, text.salt(), 2 * KEY_BYTES + COUNTER_BYTES);
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(keys, KEY_BYTES, KEY_BYTES, HMAC));
            if (!MessageDigest.isEqual(mac.doFinal(text.encrypted()), text.mac())) { // in constant time
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(keys, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(keys, 2 * KEY_BYTES, COUNTER_BYTES));
            return Optional.of(withoutPadding(cipher.doFinal(text.encrypted())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC + " and AES/CTR/NoPadding", e);
        }
    }

    /**
     * PBKDF2 by hand: the one of the JDK takes characters only, and a password file may hold any bytes.
     *
     * @param length in bytes
     */
    private static byte[] derive(byte[] password, byte[] salt, int length) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(password, HMAC));
        byte[] derived = new byte[length];
        for (int block = 0; block * HMAC_BYTES < length; block++) {
            mac.update(salt);
            mac.update(new byte[] {0, 0, 0, (byte) (block + 1)});
            byte[] round = mac.doFinal();
            byte[] sum = round.clone();
            for (int done = 1; done < ROUNDS; done++) {
                round = mac.doFinal(round);
                for (int index = 0; index < HMAC_BYTES; index++) {
                    sum[index] ^= round[index];
                }
            }
            int start = block * HMAC_BYTES;
            System.arraycopy(sum, 0, derived, start, Math.min(HMAC_BYTES, length - start));
        }
        return derived;
    }

    /** Each of the last n bytes is n, 1..16. */
    private static byte[] withoutPadding(byte[] padded) throws VaultException {
        int padding = padded[padded.length - 1];
        boolean sound = padding >= 1 && padding <= COUNTER_BYTES;
        for (int index = padded.length - padding; sound && index < padded.length; index++) {
            sound = padded[index] == padding;
        }
        if (!sound) {
            throw VaultText.broken("its last block is not padded");
        }
        return Arrays.copyOf(padded, padded.length - padding);
    }
}
