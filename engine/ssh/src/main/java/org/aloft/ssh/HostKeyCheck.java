package org.aloft.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.aloft.topology.model.Host;

/**
 * Checks the key that a host presents while connecting, and remembers why it was refused.
 *
 * <p>The thread that connects asks; the refusal is read after it has ended.
 */
final class HostKeyCheck implements HostKeyRepository {
    /** In order of preference, as in ssh(1); SHA-1 signatures are not offered. */
    private static final List<String> ALGORITHMS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private final Host host;
    private final KnownHosts knownHosts;
    private volatile boolean accepted;
    private volatile SshException refusal;

    HostKeyCheck(Host host, KnownHosts knownHosts) {
        this.host = host;
        this.knownHosts = knownHosts;
    }

    /**
     * The host-key algorithms to offer, those first whose keys are known: a host known by its ed25519 key must not look
     * unknown because it prefers its ECDSA key.
     */
    String algorithms() throws IOException {
        Set<String> known = knownHosts.keyTypes(knownAs(), knownPort());
        Set<String> ordered = new LinkedHashSet<>();
        ALGORITHMS.stream()
                .filter(algorithm -> known.contains(keyTypeOf(algorithm)))
                .forEach(ordered::add);
        ordered.addAll(ALGORITHMS);
        return String.join(",", new ArrayList<>(ordered));
    }

    private static String keyTypeOf(String algorithm) {
        return algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm;
    }

    /** Whether the host's key was accepted; later failures are not about the key. */
    boolean accepted() {
        return accepted;
    }

    /** Why the key was refused, once it was. */
    Optional<SshException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public int check(String name, byte[] key) {
        try {
            refusal = decide(key);
        } catch (IOException unreadable) {
            refusal = new SshException(
                    SshException.Kind.SETTINGS,
                    host.name(),
                    "known_hosts cannot be read or written: " + unreadable.getMessage(),
                    "make it readable and writable for the user who runs aloft",
                    unreadable);
        }
        accepted = refusal == null;
        return accepted ? OK : NOT_INCLUDED;
    }

    /** The reason to refuse the key; null when it is accepted. */
    private SshException decide(byte[] key) throws IOException {
        if (host.connection().hostKeyChecking() == HostKeyChecking.OFF) {
            return null;
        }
        KnownHosts.Verdict verdict = knownHosts.judge(knownAs(), knownPort(), key);
        if (verdict instanceof KnownHosts.Verdict.Known) {
            return null;
        }
        if (verdict instanceof KnownHosts.Verdict.Changed changed) {
            return changed(changed.entry(), key);
        }
        if (verdict instanceof KnownHosts.Verdict.Revoked revoked) {
            return revoked(revoked.entry(), key);
        }
        // A host known by a key of another type was asked for that key and did not present it: not a new host.
        boolean newHost = knownHosts.keyTypes(knownAs(), knownPort()).isEmpty();
        if (newHost && host.connection().hostKeyChecking() == HostKeyChecking.ACCEPT_NEW) {
            knownHosts.learn(knownAs(), knownPort(), key);
            return null;
        }
        return unknown(key);
    }

    private SshException unknown(byte[] key) throws IOException {
        String because = knownHosts.hasCertificateAuthority(knownAs(), knownPort())
                ? " (@cert-authority lines are not supported: the host's own key must be listed)"
                : "";
        return new SshException(
                SshException.Kind.HOST_KEY_UNKNOWN,
                host.name(),
                "the host key of " + place() + " is not in known_hosts: " + describe(key) + because,
                "compare that fingerprint with the host's own (on its console: ssh-keygen -lf /etc/ssh/ssh_host_"
                        + fileWord(key) + "_key.pub), then: ssh-keyscan -t " + fileWord(key) + " -p " + port() + " "
                        + host.sshAddress() + renamed() + " >> " + knownHosts.learningFile(),
                null);
    }

    private SshException changed(KnownHostsEntry entry, byte[] key) {
        return new SshException(
                SshException.Kind.HOST_KEY_CHANGED,
                host.name(),
                "the host key of " + place() + " has changed: the host presents " + describe(key) + ", " + entry.where()
                        + " has " + entry.fingerprint()
                        + "; either the host was reinstalled, or someone is intercepting the connection",
                "if you know why it changed: ssh-keygen -R '" + KnownHosts.name(knownAs(), knownPort()) + "' -f "
                        + entry.file() + ", then add the new key",
                null);
    }

    private SshException revoked(KnownHostsEntry entry, byte[] key) {
        return new SshException(
                SshException.Kind.HOST_KEY_CHANGED,
                host.name(),
                "the host key of " + place() + " is revoked (" + entry.where() + "): " + describe(key),
                "give the host a new key before connecting to it again",
                null);
    }

    private String place() {
        return host.sshAddress() + " port " + port()
                + alias().map(name -> " (HostKeyAlias " + name + ")").orElse("");
    }

    private Optional<String> alias() {
        return host.connection().sshOptions().hostKeyAlias();
    }

    private String knownAs() {
        return alias().orElse(host.sshAddress());
    }

    /** As in ssh(1), an alias stands in known_hosts without a port. */
    private int knownPort() {
        return alias().isPresent() ? 22 : port();
    }

    /** ssh-keyscan writes the host's address, and an alias must stand in its place. */
    private String renamed() {
        return alias().map(name -> " | sed 's/^[^ ]*/" + name + "/'").orElse("");
    }

    private int port() {
        return host.connection().port();
    }

    private static String describe(byte[] key) {
        return KnownHosts.keyType(key) + " " + fingerprint(key);
    }

    /** What ssh-keygen and ssh-keyscan call a key type: {@code ed25519}, {@code ecdsa}, {@code rsa}. */
    private static String fileWord(byte[] key) {
        String type = KnownHosts.keyType(key);
        return type.startsWith("ecdsa") ? "ecdsa" : type.replace("ssh-", "");
    }

    /** As {@code ssh-keygen -l} shows it: SHA256 in base64 without padding. */
    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    // JSch calls the rest only when it chooses algorithms or learns keys itself, which is switched off.

    @Override
    public void add(HostKey hostkey, UserInfo user) {
        throw new UncheckedIOException(new IOException("keys are learnt in check"));
    }

    @Override
    public void remove(String name, String type) {}

    @Override
    public void remove(String name, String type, byte[] key) {}

    @Override
    public String getKnownHostsRepositoryID() {
        return knownHosts.learningFile().toString();
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String name, String type) {
        return new HostKey[0];
    }
}
