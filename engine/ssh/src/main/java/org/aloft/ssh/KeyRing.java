package org.aloft.ssh;

import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;

/**
 * The passphrases of encrypted private keys. Each is asked for once, before anything is connected: while somebody types,
 * no deadline of a host may pass. What an agent holds is not asked for. Safe for use by several threads.
 */
public final class KeyRing {
    private static final int TRIES = 3;

    private final JSch jsch = new JSch();
    private final Path home;
    private final AgentSocket agent;
    /** Decrypting takes a tenth of a second, by design: all hosts use the same one. */
    private final Map<Path, KeyPair> opened = new ConcurrentHashMap<>();

    /** Asks a person. */
    @FunctionalInterface
    public interface Asker {
        /** What was typed without echo; empty when there is nobody to ask. */
        Optional<String> ask(String question);
    }

    /**
     * @param home the folder that holds {@code .ssh}
     * @param agentSocket where the agent listens that the environment names, if there is one
     */
    public KeyRing(Path home, Optional<Path> agentSocket) {
        this(home, AgentSocket.at(agentSocket));
    }

    KeyRing(Path home, AgentSocket agent) {
        this.home = home;
        this.agent = agent;
    }

    /** Of this process's user. */
    public static KeyRing ofProcess() {
        return new KeyRing(Path.of(System.getProperty("user.home")), AgentSocket.ofProcess());
    }

    /** Asks for the passphrases that these hosts need; a key whose passphrase is not given is not used. */
    public void unlock(Collection<Host> hosts, Asker asker) {
        Map<Optional<Path>, Set<String>> held = new HashMap<>();
        Set<Path> asked = new HashSet<>();
        for (Host host : hosts) {
            Set<String> heldForIt = held.computeIfAbsent(agent.of(host), KeyRing::heldBy);
            for (Path file : keysOf(host, !heldForIt.isEmpty())) {
                boolean elsewhere =
                        PublicKeys.of(jsch, file).map(heldForIt::contains).orElse(false);
                if (!elsewhere && !opened.containsKey(file) && asked.add(file)) {
                    load(file).filter(KeyPair::isEncrypted).ifPresent(key -> ask(file, key, asker));
                }
            }
        }
    }

    private static Set<String> heldBy(Optional<Path> agentSocket) {
        Set<String> held = new HashSet<>();
        if (agentSocket.isPresent() && Files.exists(agentSocket.get())) {
            try {
                for (Identity key : PublicKeys.ofAgent(agentSocket.get())) {
                    held.add(PublicKeys.of(key));
                }
            } catch (AgentProxyException silent) {
                return Set.of(); // a login that fails tells of it
            }
        }
        return held;
    }

    /** Those that are named for the host; a default one only where nothing else can be offered. */
    private List<Path> keysOf(Host host, boolean agentHasKeys) {
        ConnectionSettings settings = host.connection();
        List<Path> named = new ArrayList<>(settings.sshOptions().keyFiles());
        settings.privateKeyFile().ifPresent(named::add);
        boolean local = settings.way() == ConnectionSettings.Way.LOCAL;
        if (local || !named.isEmpty() || agentHasKeys || settings.password().isPresent()) {
            return local ? List.of() : named;
        }
        List<Path> defaults = Identities.defaultFiles(home).stream()
                .filter(file -> load(file).isPresent())
                .toList();
        boolean anyOpen =
                defaults.stream().anyMatch(file -> !load(file).orElseThrow().isEncrypted());
        return anyOpen ? List.of() : defaults.stream().limit(1).toList();
    }

    private Optional<KeyPair> load(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(KeyPair.load(jsch, file.toString(), null)) : Optional.empty();
        } catch (JSchException unreadable) {
            return Optional.empty(); // a login that offers it tells of it
        }
    }

    private void ask(Path file, KeyPair key, Asker asker) {
        String question = "Passphrase for " + file + ": ";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<String> typed = asker.ask(question).filter(text -> !text.isEmpty());
            if (typed.isEmpty()) {
                return;
            }
            if (key.decrypt(typed.get().getBytes(StandardCharsets.UTF_8))) {
                opened.put(file, key);
                return;
            }
            question = "That is not the passphrase for " + file + ". Once more: ";
        }
    }

    /** An encrypted key whose passphrase was given. */
    Optional<KeyPair> opened(Path file) {
        return Optional.ofNullable(opened.get(file));
    }
}
