package org.aloft.ssh;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.aloft.topology.model.Host;

/**
 * The keys offered to one host: the one named in its settings, then the agent's; if none is named, the agent's, then
 * OpenSSH's default files.
 *
 * <p>Used by the one thread that connects.
 */
final class Identities implements IdentityRepository {
    private static final List<String> DEFAULT_FILES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    @SuppressWarnings("JdkObsolete") // JSch asks for one
    private final Vector<Identity> identities = new Vector<>();

    private final List<String> tried = new ArrayList<>();
    private final List<Path> encrypted = new ArrayList<>();

    private Identities() {}

    /**
     * Collects the keys for a host.
     *
     * @param agentSocket the agent's socket, where there is one
     * @throws SshException {@link SshException.Kind#SETTINGS} when the named file is missing or no private key
     */
    static Identities of(Host host, JSch jsch, Path home, Optional<Path> agentSocket) throws SshException {
        Identities all = new Identities();
        Optional<Path> named = host.connection().privateKeyFile();
        if (named.isPresent()) {
            all.addNamed(host, jsch, named.get());
            all.addAgent(agentSocket);
            return all;
        }
        all.addAgent(agentSocket);
        for (String name : DEFAULT_FILES) {
            all.addDefault(jsch, home.resolve(".ssh").resolve(name));
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
        if (!Files.isReadable(file)) {
            return;
        }
        try {
            add(jsch, file);
        } catch (JSchException unreadable) {
            tried.add(file + " (unreadable)");
        }
    }

    private void add(JSch jsch, Path file) throws JSchException {
        KeyPair key = KeyPair.load(jsch, file.toString(), null);
        if (key.isEncrypted()) {
            encrypted.add(file);
            tried.add(file + " (encrypted)");
            return;
        }
        identities.add(new KeyFile(file.toString(), key));
        tried.add(file.toString());
    }

    private void addAgent(Optional<Path> socket) {
        if (socket.isEmpty() || !Files.exists(socket.get())) {
            return;
        }
        try {
            AgentConnector agent = new SSHAgentConnector(socket.get());
            List<Identity> held = new AgentIdentityRepository(agent).getIdentities();
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
