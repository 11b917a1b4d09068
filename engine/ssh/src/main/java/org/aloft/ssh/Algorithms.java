package org.aloft.ssh;

import com.jcraft.jsch.Session;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * Which algorithms a connection offers, in which order.
 *
 * <p>For each connection JSch finds out anew which key exchanges this Java has, by making keys with all of them, of which
 * it then uses one pair: with a Java that has what is usual, that is left out.
 *
 * <p>A command is over before Java has compiled AES and its companions to the processor's own instructions for them.
 * Without these, what GCM adds up to authenticate takes three times as long as SHA-2: so counter mode comes first, with a
 * code over what is encrypted (encrypt-then-MAC), of SHA-512, which takes 64 bits at a time.
 */
final class Algorithms {
    /** From this version on, Java has ML-KEM; JSch brings none itself. */
    private static final int ML_KEM_SINCE = 24;

    private static final List<String> CURVE25519 = List.of("curve25519-sha256", "curve25519-sha256@libssh.org");
    private static final List<String> COUNTER_MODE = List.of("aes128-ctr", "aes192-ctr", "aes256-ctr");
    private static final List<String> MACS = List.of("hmac-sha2-512-etm@openssh.com");
    private static final boolean USUAL = hasCurves();

    private Algorithms() {}

    /** Not where Java may use nothing but what FIPS 140 allows, for one. */
    private static boolean hasCurves() {
        try {
            KeyPairGenerator.getInstance("XDH");
            KeyFactory.getInstance("XDH");
            KeyAgreement.getInstance("XDH");
            Signature.getInstance("Ed25519");
            return true;
        } catch (GeneralSecurityException missing) {
            return false;
        }
    }

    /** Uses once, for nothing, what connections use: the first use takes a tenth of a second, most of it loading. */
    static void tryOut() {
        try {
            KeyPair exchanged = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("XDH");
            agreement.init(exchanged.getPrivate());
            agreement.doPhase(exchanged.getPublic(), true);
            agreement.generateSecret();
            KeyPair signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signing.getPrivate());
            byte[] signed = signature.sign();
            signature.initVerify(signing.getPublic());
            signature.verify(signed);
            Cipher.getInstance("AES/CTR/NoPadding");
            Mac.getInstance("HmacSHA512");
        } catch (GeneralSecurityException missing) {
            return; // other algorithms are there, or the connection says what is missing
        }
    }

    /** Sets what a session offers. */
    static void choose(Session session) {
        List<String> offered = curve25519First(session.getConfig("kex"));
        if (USUAL) {
            boolean mlKem = Runtime.version().feature() >= ML_KEM_SINCE;
            offered = only(name -> mlKem || !isPostQuantum(name), offered);
            session.setConfig("CheckKexes", String.join(",", only(Algorithms::isPostQuantum, offered)));
            session.setConfig("CheckSignatures", "");
        }
        session.setConfig("kex", String.join(",", offered));
        for (String direction : List.of("c2s", "s2c")) {
            putFirst(session, "cipher." + direction, COUNTER_MODE);
            putFirst(session, "mac." + direction, MACS);
        }
    }

    private static void putFirst(Session session, String kind, List<String> first) {
        session.setConfig(kind, String.join(",", before(first, session.getConfig(kind))));
    }

    /** The post-quantum exchanges, first by default, cost ten times as much. */
    static List<String> curve25519First(String exchanges) {
        return before(CURVE25519, exchanges);
    }

    private static List<String> before(List<String> first, String others) {
        return Stream.concat(first.stream(), Arrays.stream(others.split(",", -1)))
                .distinct()
                .toList();
    }

    private static boolean isPostQuantum(String name) {
        return name.startsWith("mlkem") || name.startsWith("sntrup");
    }

    private static List<String> only(Predicate<String> wanted, List<String> names) {
        return names.stream().filter(wanted).toList();
    }
}
