package org.aloft.topology.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Opens what ansible-vault encrypted: tries the passwords with the text's own label first, then the others, as Ansible
 * does. Nothing is asked for a password before something has to be opened; each text is opened once. Not thread-safe.
 */
public final class Vault {
    /** The label of a password, and of a text, that names none. */
    static final String DEFAULT_LABEL = "default";

    private final List<PasswordSource> sources;
    /** Null until they are needed. */
    private List<Password> passwords;

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();

    private record Outcome(Optional<String> text, Optional<VaultException> failure) {}

    /** A password that was read. */
    private static final class Password {
        private final String label;
        private final byte[] bytes;

        private Password(String label, byte[] bytes) {
            this.label = label;
            this.bytes = bytes;
        }
    }

    /**
     * A vault that these passwords open.
     *
     * @param sources in the order in which they are tried
     */
    public Vault(List<PasswordSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** One without a password: nothing can be opened. */
    public static Vault closed() {
        return new Vault(List.of());
    }

    /** Whether no password was given at all. */
    public boolean isClosed() {
        return sources.isEmpty();
    }

    /** Whether the text is one that ansible-vault encrypted. */
    public static boolean isEncrypted(String text) {
        return text.startsWith(VaultText.START);
    }

    /**
     * What was encrypted.
     *
     * @throws VaultException when it cannot be opened
     */
    public String open(String text) throws VaultException {
        Outcome outcome = outcomes.get(text);
        if (outcome == null) {
            try {
                outcome = new Outcome(Optional.of(decrypt(VaultText.parse(text))), Optional.empty());
            } catch (VaultException e) {
                outcome = new Outcome(Optional.empty(), Optional.of(e));
            }
            outcomes.put(text, outcome);
        }
        if (outcome.failure.isPresent()) {
            throw outcome.failure.get();
        }
        return outcome.text.orElseThrow();
    }

    private String decrypt(VaultText text) throws VaultException {
        if (isClosed()) {
            throw new VaultException(
                    VaultException.Reason.NO_PASSWORD,
                    "is encrypted by ansible-vault, and no password was given" + named(text),
                    "Add --vault-password-file FILE, or --vault-id LABEL@FILE.");
        }
        for (boolean sameLabel : new boolean[] {true, false}) {
            for (Password password : passwords()) {
                if (password.label.equals(text.label()) == sameLabel) {
                    Optional<byte[]> opened = VaultCipher.decrypt(text, password.bytes);
                    if (opened.isPresent()) {
                        return decode(opened.get());
                    }
                }
            }
        }
        throw new VaultException(
                VaultException.Reason.WRONG_PASSWORD,
                failures.isEmpty()
                        ? "is encrypted by ansible-vault, and no password that was given opens it" + named(text)
                        : "is encrypted by ansible-vault, and a password could not be read: "
                                + String.join("; ", failures),
                "Tried: " + sources.stream().map(PasswordSource::words).collect(Collectors.joining(", "))
                        + ". Add --vault-id LABEL@FILE for the right one, or see whether it opens there: ansible-vault"
                        + " view FILE.");
    }

    private static String named(VaultText text) {
        return text.label().equals(DEFAULT_LABEL) ? "" : " (vault id " + text.label() + ")";
    }

    private static String decode(byte[] bytes) throws VaultException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new VaultException(
                    VaultException.Reason.BROKEN,
                    "is encrypted by ansible-vault, and what it holds is not UTF-8 text",
                    "Convert it before it is encrypted: iconv -f latin1 -t utf-8.");
        }
    }

    /** Those that can be read; what went wrong with the others is kept for the message. */
    private List<Password> passwords() {
        if (passwords == null) {
            passwords = new ArrayList<>();
            for (PasswordSource source : sources) {
                try {
                    passwords.add(new Password(source.label(), source.read()));
                } catch (IOException e) {
                    failures.add(e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failures.add("interrupted");
                }
            }
        }
        return passwords;
    }
}
