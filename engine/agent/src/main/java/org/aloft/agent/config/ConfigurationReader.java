package org.aloft.agent.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads a file in keepalived.conf syntax. */
public final class ConfigurationReader {
    private ConfigurationReader() {}

    /** Reads and checks a file as this host does when no {@code --config-id} is given. */
    public static Configuration read(Path file) throws ConfigurationException {
        return read(file, Surroundings.ofThisHost(Optional.empty()));
    }

    /**
     * Reads and checks a file.
     *
     * @throws ConfigurationException with everything that is wrong, if it cannot be used; a missing file is one of those things
     */
    public static Configuration read(Path file, Surroundings surroundings) throws ConfigurationException {
        try {
            return parse(file.toString(), Files.readAllBytes(file), surroundings);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file; name another with -f FILE");
        } catch (IOException failure) {
            throw unreadable(file, "cannot be read: " + failure.getMessage() + "; check its permissions");
        }
    }

    private static ConfigurationException unreadable(Path file, String message) {
        Position start = new Position(file.toString(), 1, 1);
        return new ConfigurationException(List.of(new Problem(start, Problem.Severity.ERROR, message)));
    }

    static Configuration parse(String file, byte[] content, Surroundings surroundings) throws ConfigurationException {
        Problems problems = new Problems();
        List<Statement> statements = StatementParser.parse(file, new String(content, StandardCharsets.UTF_8), problems);
        ConfigurationDraft draft = new ConfigurationDraft();
        TopLevel.VOCABULARY.read(TopLevel.globalsFirst(statements), draft, problems);
        GlobalDefinitions global = draft.global.finish(surroundings.hostName(), problems);
        draft.checkAcrossBlocks(problems);
        if (problems.haveErrors()) {
            throw new ConfigurationException(problems.inOrder());
        }
        return new Configuration(
                file, sha256(content), global, draft.instances(), draft.virtualServers(), problems.inOrder());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
