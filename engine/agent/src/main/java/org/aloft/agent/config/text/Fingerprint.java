package org.aloft.agent.config.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The SHA-256 of what was read. It is worked out when it is first asked for: Java's first digest of all takes longer
 * than to read a small configuration, and a start has no use for it. Until then the bytes are kept. Safe for any
 * thread.
 */
public final class Fingerprint {
    private List<byte[]> read;
    private String hex;

    Fingerprint(List<byte[]> read) {
        this.read = List.copyOf(read);
    }

    /** Of all bytes, one file after the other, in lower-case hexadecimal digits. For one file: that of the file. */
    public synchronized String hex() {
        if (hex == null) {
            MessageDigest digest = sha256();
            read.forEach(digest::update);
            hex = HexFormat.of().formatHex(digest.digest());
            read = List.of();
        }
        return hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
