package org.aloft.ssh;

import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.function.Predicate;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;

/**
 * The keys offered to one host: the one named in its settings and those that ssh_config names, then the agent's; if none
 * is named, the agent's, then OpenSSH's default files. With IdentitiesOnly, of the agent's keys only those of the files.
 *
 * <p>Used by the one thread that connects.
 */
final class Identities implements IdentityRepository {
    private static final List<String> DEFAULT_FILES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    @SuppressWarnings("JdkObsolete") // JSch asks for one
    private final Vector<Identity> identities = new Vector<>();

    private final List<String> tried = new ArrayList<>();
    private final List<Path> encrypted = new ArrayList<>();

    private final KeyRing ring;
    private final List<Path> certificateFiles;

    private Identities(KeyRing ring, List<Path> certificateFiles) {
        this.ring = ring;
        this.certificateFiles = certificateFiles;
    }

    /** OpenSSH's own, as far as Aloft can use them. */
    static List<Path> defaultFiles(Path home) {
        return DEFAULT_FILES.stream()
                .map(name -> home.resolve(".ssh").resolve(name))
                .toList();
    }

    /**
     * Collects the keys for a host.
     *
     * @param agentSocket the socket of the agent that is asked, where there is one
     * @param ring knows the passphrases
     * @throws SshException {@link SshException.Kind#SETTINGS} when the named file is missing or no private key
     */
    static Identities of(Host host, JSch jsch, Path home, Optional<Path> agentSocket, KeyRing ring)
            throws SshException {
        ConnectionSettings.SshOptions options = host.connection().sshOptions();
        Identities all = new Identities(ring, options.certificateFiles());
        Optional<Path> named = host.connection().privateKeyFile();
        if (named.isPresent()) {
            all.addNamed(host, jsch, named.get());
        }
        for (Path file : options.keyFiles()) {
            if (!named.equals(Optional.of(file))) {
                all.addDefault(jsch, file);
            }
        }
        List<Path> defaults = defaultFiles(home);
        boolean anyNamed = named.isPresent() || !options.keyFiles().isEmpty();
        if (options.identitiesOnly()) {
            List<Path> files = new ArrayList<>(anyNamed ? options.keyFiles() : defaults);
            named.ifPresent(files::add);
            Set<String> wanted = new HashSet<>();
            files.forEach(file -> PublicKeys.of(jsch, file).ifPresent(wanted::add));
            all.addAgent(agentSocket, wanted::contains);
        } else {
            all.addAgent(agentSocket, key -> true);
        }
        if (!anyNamed) {
            defaults.forEach(file -> all.addDefault(jsch, file));
        }
        return all;
    }

    private void addNamed(Host host, JSch jsch, Path file) throws SshException {
        if (!Files.isReadable(file)) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    host.name(),
                    "the private key " + file + (Files.exists(file) ? " cannot be read" : " does not exist"),
                    "correct ansible_ssh_private_key_file, or make the file readable for the user who runs aloft",
                    null);
        }
        try {
            add(jsch, file);
        } catch (JSchException unreadable) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    host.name(),
                    file + " is not a usable private key (ed25519, ecdsa or rsa in OpenSSH's format)",
                    "name the private key, not the .pub file, in ansible_ssh_private_key_file",
                    unreadable);
        }
    }

    private void addDefault(JSch jsch, Path file) {
        if (!Files.isReadable(file) || PublicKeys.isPublic(file)) {
            return;
        }
        try {
            add(jsch, file);
        } catch (JSchException unreadable) {
            tried.add(file + " (unreadable)");
        }
    }

    private void add(JSch jsch, Path file) throws JSchException {
        Optional<KeyPair> opened = ring.opened(file);
        KeyPair key = opened.isPresent() ? opened.get() : KeyPair.load(jsch, file.toString(), null);
        if (opened.isEmpty() && key.isEncrypted()) {
            encrypted.add(file);
            tried.add(file + " (encrypted)");
            return;
        }
        KeyFile open = new KeyFile(file.toString(), key);
        CertifiedKey.of(file, open).ifPresent(this::offer);
        certificates(open).forEach(this::offer);
        identities.add(open);
        tried.add(file.toString());
    }

    private List<CertifiedKey> certificates(Identity key) {
        return certificateFiles.stream()
                .flatMap(file -> CertifiedKey.by(file, key).stream())
                .toList();
    }

    private void offer(CertifiedKey certified) {
        identities.add(certified);
        tried.add(certified.getName());
    }

    /** @param wanted asked with the public key in base64 */
    private void addAgent(Optional<Path> socket, Predicate<String> wanted) {
        if (socket.isEmpty() || !Files.exists(socket.get())) {
            return;
        }
        try {
            List<Identity> held = PublicKeys.ofAgent(socket.get()).stream()
                    .filter(key -> wanted.test(PublicKeys.of(key)))
                    .toList();
            held.forEach(key -> certificates(key).forEach(this::offer));
            identities.addAll(held);
            tried.add("the agent's " + held.size() + (held.size() == 1 ? " key" : " keys"));
        } catch (AgentProxyException silent) {
            tried.add("the agent at " + socket.get() + " (no answer)");
        }
    }

    /** What was offered, for a message: {@code /root/.ssh/id_ed25519, the agent's 2 keys}. */
    String summary() {
        return tried.isEmpty() ? "no key" : String.join(", ", tried);
    }

    /** A key file that was skipped because it needs a passphrase. */
    Optional<Path> firstEncrypted() {
        return encrypted.stream().findFirst();
    }

    @Override
    public String getName() {
        return "aloft";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public Vector<Identity> getIdentities() {
        return identities;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        identities.clear();
    }
}
