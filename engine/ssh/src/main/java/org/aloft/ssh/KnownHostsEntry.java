package org.aloft.ssh;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of a known_hosts file:
 *
 * <pre>
 * [@marker] names keytype base64 [comment]
 * names: comma-separated patterns (* ? and ! in front to exclude), or |1|salt|HMAC-SHA1 of the name
 * </pre>
 *
 * @param file where it stands
 * @param line 1-based
 * @param marker what kind of line it is
 * @param names as written
 * @param keyType as written
 * @param key the public key, in base64 with padding
 */
record KnownHostsEntry(Path file, int line, Marker marker, String names, String keyType, String key) {
    private static final String HASH = "|1|";

    /** The {@code @…} that a line may begin with. */
    enum Marker {
        /** An ordinary host key. */
        NONE,
        /** A key that signs host certificates. */
        CERT_AUTHORITY,
        /** A key that must not be trusted any more. */
        REVOKED
    }

    /** Parses a line; empty for comments and malformed lines, which ssh(1) skips as well. */
    static Optional<KnownHostsEntry> parse(Path file, int number, String line) {
        List<String> fields = Arrays.asList(line.strip().split("[ \t]+"));
        if (fields.get(0).isEmpty() || fields.get(0).startsWith("#")) {
            return Optional.empty();
        }
        Marker marker = Marker.NONE;
        if (fields.get(0).startsWith("@")) {
            switch (fields.get(0)) {
                case "@revoked" -> marker = Marker.REVOKED;
                case "@cert-authority" -> marker = Marker.CERT_AUTHORITY;
                default -> {
                    return Optional.empty();
                }
            }
            fields = fields.subList(1, fields.size());
        }
        if (fields.size() < 3) {
            return Optional.empty();
        }
        try {
            String key = encode(Base64.getDecoder().decode(fields.get(2)));
            return Optional.of(new KnownHostsEntry(file, number, marker, fields.get(0), fields.get(1), key));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether the line is about this host, {@code name} or {@code [name]:port}. */
    boolean matches(String host) {
        if (names.startsWith(HASH)) {
            return matchesHash(host);
        }
        boolean matched = false;
        for (String pattern : names.toLowerCase(Locale.ROOT).split(",", -1)) {
            boolean excludes = pattern.startsWith("!");
            if (matchesPattern(excludes ? pattern.substring(1) : pattern, host)) {
                if (excludes) {
                    return false;
                }
                matched = true;
            }
        }
        return matched;
    }

    private static boolean matchesPattern(String pattern, String host) {
        if (!pattern.contains("*") && !pattern.contains("?")) {
            return pattern.equals(host);
        }
        String regex = pattern.chars()
                .mapToObj(character -> switch (character) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(character));
                })
                .collect(Collectors.joining());
        return host.matches(regex);
    }

    private boolean matchesHash(String host) {
        String[] parts = names.substring(HASH.length()).split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            byte[] wanted = mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(wanted, Base64.getDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Whether the line holds this very key. */
    boolean hasKey(byte[] other) {
        return key.equals(encode(other));
    }

    /** {@code file:line}. */
    String where() {
        return file + ":" + line;
    }

    /** As {@code ssh-keygen -l} shows it. */
    String fingerprint() {
        return HostKeyCheck.fingerprint(Base64.getDecoder().decode(key));
    }

    private static String encode(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }
}
