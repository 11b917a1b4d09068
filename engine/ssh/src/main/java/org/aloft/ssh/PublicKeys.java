package org.aloft.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Public keys in base64, by which a key file is found again among an agent's keys. */
final class PublicKeys {
    private PublicKeys() {}

    /**
     * That of a private key's file, which may not be there itself: of an encrypted one in an old format, and of one that
     * only an agent has, it stands in the .pub file. That may also be named itself.
     */
    static Optional<String> of(JSch jsch, Path file) {
        Path publicFile = isPublic(file) ? file : Path.of(file + ".pub");
        try {
            if (Files.isReadable(publicFile)) {
                String[] words = Files.readString(publicFile).split("\\s+", 3);
                return words.length > 1 ? Optional.of(words[1]) : Optional.empty();
            }
            if (!Files.isReadable(file)) {
                return Optional.empty();
            }
            return Optional.ofNullable(KeyPair.load(jsch, file.toString(), null).getPublicKeyBlob())
                    .map(PublicKeys::base64);
        } catch (JSchException | IOException unreadable) {
            return Optional.empty(); // whoever offers the key tells of it
        }
    }

    /** Whether somebody named the public key for the private one, which an agent has. */
    static boolean isPublic(Path file) {
        return file.toString().endsWith(".pub");
    }

    static String of(Identity key) {
        return base64(key.getPublicKeyBlob());
    }

    /**
     * The agent's keys.
     *
     * @throws AgentProxyException when it does not answer
     */
    static List<Identity> ofAgent(Path socket) throws AgentProxyException {
        return List.copyOf(new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities());
    }

    private static String base64(byte[] blob) {
        return Base64.getEncoder().encodeToString(blob);
    }
}
