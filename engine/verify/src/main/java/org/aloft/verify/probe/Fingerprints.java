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
 * Tells which real server answered, by the status and body that each gave when asked directly. Real servers with
 * identical answers cannot be told apart.
 *
 * @param serverByPrint fingerprint → real server's name
 * @param distinct whether all fingerprints differ
 */
public record Fingerprints(Map<String, String> serverByPrint, boolean distinct) {
    /** Stands for the real server where it cannot be told. */
    public static final String SOMEONE = "someone";

    /** Keeps a copy. */
    public Fingerprints {
        serverByPrint = Map.copyOf(serverByPrint);
    }

    /** None known, as for bare TCP connects. */
    public static Fingerprints none() {
        return new Fingerprints(Map.of(), false);
    }

    /** From the fingerprint of each real server's direct answer. */
    public static Fingerprints of(Map<String, String> printByServer) {
        Set<String> prints = new HashSet<>(printByServer.values());
        Map<String, String> byPrint = new HashMap<>();
        printByServer.forEach((server, print) -> byPrint.put(print, server));
        boolean distinct = prints.size() == printByServer.size() && !printByServer.isEmpty();
        return new Fingerprints(distinct ? byPrint : Map.of(), distinct);
    }

    /** The real server with this fingerprint, or {@link #SOMEONE}. */
    public String serverOf(String print) {
        return serverByPrint.getOrDefault(print, SOMEONE);
    }

    /** The fingerprint of an answer: its status and the SHA-256 of its body. */
    public static String print(HttpAnswer answer) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
            return answer.status() + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
