package org.aloft.topology.vault;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The envelope that ansible-vault writes, formats 1.1 and 1.2.
 *
 * <pre>
 * $ANSIBLE_VAULT;1.1;AES256              or  $ANSIBLE_VAULT;1.2;AES256;LABEL
 * 3132…                                  lines of hexadecimal digits: one hexadecimal text, which holds
 *
 * salt in hexadecimal  LF  HMAC-SHA256 in hexadecimal  LF  what is encrypted in hexadecimal
 * </pre>
 *
 * Immutable.
 */
final class VaultText {
    static final String START = "$ANSIBLE_VAULT;";

    /** Room for a file of 4 MiB, which becomes four times as long when it is encrypted. */
    private static final int CHARACTERS_MOST = 20 * 1024 * 1024;

    private static final int MAC_BYTES = 32;
    private static final int BLOCK_BYTES = 16;

    private final String label;
    private final byte[] salt;
    private final byte[] mac;
    private final byte[] encrypted;

    private VaultText(String label, byte[] salt, byte[] mac, byte[] encrypted) {
        this.label = label;
        this.salt = salt;
        this.mac = mac;
        this.encrypted = encrypted;
    }

    static VaultText parse(String text) throws VaultException {
        if (text.length() > CHARACTERS_MOST) {
            throw broken("is longer than " + CHARACTERS_MOST / (1024 * 1024) + " MiB");
        }
        List<String> lines = text.lines().map(String::strip).toList();
        String[] header = (lines.isEmpty() ? "" : lines.get(0)).split(";", -1);
        if (header.length < 3 || !header[0].equals("$ANSIBLE_VAULT")) {
            throw broken("must begin with " + START + "1.1;AES256");
        }
        checkFormat(header[1].strip(), header[2].strip());
        byte[] body = unhex(String.join("", lines.subList(1, lines.size())));
        String[] parts = new String(body, StandardCharsets.US_ASCII).split("\n", -1);
        if (parts.length != 3) {
            throw broken("its salt, its checksum or its text is missing");
        }
        VaultText read = new VaultText(
                header.length > 3 ? header[3].strip() : Vault.DEFAULT_LABEL,
                unhex(parts[0]),
                unhex(parts[1]),
                unhex(parts[2]));
        if (read.salt.length == 0 || read.mac.length != MAC_BYTES) {
            throw broken("its salt or its checksum has the wrong length");
        }
        if (read.encrypted.length == 0 || read.encrypted.length % BLOCK_BYTES != 0) {
            throw broken("its text has the wrong length");
        }
        return read;
    }

    private static void checkFormat(String version, String cipher) throws VaultException {
        boolean known = (version.equals("1.1") || version.equals("1.2")) && cipher.equals("AES256");
        if (!known) {
            throw new VaultException(
                    VaultException.Reason.BROKEN,
                    "was encrypted by ansible-vault in a format that is not read: only 1.1 and 1.2 with AES256 are",
                    "Encrypt it again with a newer Ansible: ansible-vault rekey FILE.");
        }
    }

    private static byte[] unhex(String digits) throws VaultException {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw broken("what follows its first line must be pairs of hexadecimal digits");
        }
    }

    static VaultException broken(String what) {
        return new VaultException(
                VaultException.Reason.BROKEN,
                "is not what ansible-vault writes: " + what,
                "Copy it again, complete, or encrypt it anew: ansible-vault encrypt FILE, ansible-vault encrypt_string.");
    }

    /** Which password its writer used; {@code default} where the text does not say. Not protected by the checksum. */
    String label() {
        return label;
    }

    byte[] salt() {
        return salt;
    }

    /** HMAC-SHA256 of {@link #encrypted}. */
    byte[] mac() {
        return mac;
    }

    /** Whole blocks of AES, at least one. */
    byte[] encrypted() {
        return encrypted;
    }
}
