package org.aloft.plan.saved;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.aloft.plan.resource.Sha256;

/**
 * Digests of texts that hold secrets, for a file that others may get hold of. A plain digest would let them try a short
 * password, a million in a second; PBKDF2 (RFC 8018, 5.2) makes each try cost milliseconds, and a salt makes the tries
 * of one file useless for the next. Immutable.
 *
 * @param salt 32 hexadecimal digits, another for each file
 */
record SlowDigest(String salt) {
    private static final int ITERATIONS = 20_000;
    private static final int BITS = 128;

    /** 32 hexadecimal digits. */
    String of(String text) {
        PBEKeySpec key =
                new PBEKeySpec(Sha256.of(text).toCharArray(), HexFormat.of().parseHex(salt), ITERATIONS, BITS);
        try {
            byte[] digest = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", impossible);
        } finally {
            key.clearPassword();
        }
    }
}
