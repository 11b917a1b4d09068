package org.aloft.agent.config;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * {@code authentication { auth_type PASS auth_pass … }}: the plain-text password of RFC 2338 §10.2, which keepalived
 * still speaks. Its text never appears in {@link #toString()}.
 */
public final class Authentication {
    /** Longest password that fits the packet. */
    public static final int LONGEST_PASSWORD = 8;

    private final String password;

    /**
     * @param password 1..8 bytes of UTF-8
     * @throws IllegalArgumentException if it is empty or longer
     */
    public Authentication(String password) {
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("auth_pass must be 1..8 bytes, but has " + length);
        }
        this.password = password;
    }

    /** The eight bytes of the packet's authentication data, padded with zeros. */
    public byte[] data() {
        byte[] data = new byte[LONGEST_PASSWORD];
        byte[] text = password.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, data, 0, text.length);
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authentication that && that.password.equals(password);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(password);
    }

    @Override
    public String toString() {
        return "PASS ***";
    }
}
