package org.aloft.verify.probe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.aloft.verify.observe.HttpAnswer;

/**
 * Tells which real server answered: by status and body, learnt from each real server directly. Real servers that answer
 * alike cannot be told apart.
 *
 * @param serverByPrint fingerprint → real server's name
 * @param distinct whether every real server has one of its own
 */
public record Fingerprints(Map<String, String> serverByPrint, boolean distinct) {
    /** Who answered when that cannot be told. */
    public static final String SOMEONE = "someone";

    /** Keeps a copy. */
    public Fingerprints {
        serverByPrint = Map.copyOf(serverByPrint);
    }

    /** When nothing can be told: bare TCP connects. */
    public static Fingerprints none() {
        return new Fingerprints(Map.of(), false);
    }

    /** From what each real server said when asked directly; fewer than two need no telling apart. */
    public static Fingerprints of(Map<String, String> printByServer) {
        Set<String> prints = new HashSet<>(printByServer.values());
        Map<String, String> byPrint = new HashMap<>();
        printByServer.forEach((server, print) -> byPrint.put(print, server));
        boolean distinct = prints.size() == printByServer.size() && !printByServer.isEmpty();
        return new Fingerprints(distinct ? byPrint : Map.of(), distinct);
    }

    /** Whose fingerprint it is, or {@link #SOMEONE}. */
    public String serverOf(String print) {
        return serverByPrint.getOrDefault(print, SOMEONE);
    }

    /** Status and SHA-256 of the body. */
    public static String print(HttpAnswer answer) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
            return answer.status() + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
