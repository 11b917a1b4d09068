package org.aloft.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings;

/**
 * The known_hosts files of one user, read again for each question (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * <p>Safe for use by several threads.
 */
final class KnownHosts {
    private static final Object APPENDING = new Object();

    private final List<Path> files;

    /** @param files in order of search; missing ones count as empty. New keys go to the first. */
    KnownHosts(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** OpenSSH's own files: the user's, then the machine's. */
    static KnownHosts ofUser(Path home) {
        List<Path> files = new ArrayList<>(ConnectionSettings.userKnownHostsFiles(home));
        files.addAll(ConnectionSettings.GLOBAL_KNOWN_HOSTS_FILES);
        return new KnownHosts(files);
    }

    /** What the files say about a key that a host presented. */
    sealed interface Verdict {
        /** It is the host's. */
        record Known() implements Verdict {}

        /** Nothing is known of the host, or only keys of other types. */
        record Unknown() implements Verdict {}

        /**
         * Another key of this type is known.
         *
         * @param entry the first that says so
         */
        record Changed(KnownHostsEntry entry) implements Verdict {}

        /**
         * The key has been marked {@code @revoked}.
         *
         * @param entry the line that says so
         */
        record Revoked(KnownHostsEntry entry) implements Verdict {}
    }

    /** New keys are appended here. */
    Path learningFile() {
        return files.get(0);
    }

    /** Judges a key; like ssh(1), also accepts an entry for the bare name when the port is not 22. */
    Verdict judge(String address, int port, byte[] key) throws IOException {
        List<KnownHostsEntry> entries = entries();
        Optional<KnownHostsEntry> revoked = entries.stream()
                .filter(entry -> entry.marker() == KnownHostsEntry.Marker.REVOKED && entry.hasKey(key))
                .filter(entry -> entry.matches(name(address, port)) || entry.matches(name(address, 22)))
                .findFirst();
        if (revoked.isPresent()) {
            return new Verdict.Revoked(revoked.get());
        }
        Verdict exact = judge(entries, name(address, port), key);
        if (exact instanceof Verdict.Known || port == 22) {
            return exact;
        }
        Verdict bare = judge(entries, name(address, 22), key);
        boolean bareSaysMore = exact instanceof Verdict.Unknown && bare instanceof Verdict.Changed;
        return bare instanceof Verdict.Known || bareSaysMore ? bare : exact;
    }

    private static Verdict judge(List<KnownHostsEntry> entries, String name, byte[] key) {
        Verdict verdict = new Verdict.Unknown();
        for (KnownHostsEntry entry : entries) {
            if (entry.marker() != KnownHostsEntry.Marker.NONE || !entry.matches(name)) {
                continue;
            }
            if (entry.hasKey(key)) {
                return new Verdict.Known();
            }
            if (verdict instanceof Verdict.Unknown && entry.keyType().equals(keyType(key))) {
                verdict = new Verdict.Changed(entry);
            }
        }
        return verdict;
    }

    /** The types of the keys that are known for this host, in the order of the files. */
    Set<String> keyTypes(String address, int port) throws IOException {
        Set<String> types = new LinkedHashSet<>();
        for (KnownHostsEntry entry : entries()) {
            if (entry.marker() == KnownHostsEntry.Marker.NONE
                    && (entry.matches(name(address, port)) || entry.matches(name(address, 22)))) {
                types.add(entry.keyType());
            }
        }
        return types;
    }

    /** Whether a {@code @cert-authority} line matches this host. */
    boolean hasCertificateAuthority(String address, int port) throws IOException {
        return entries().stream()
                .anyMatch(entry ->
                        entry.marker() == KnownHostsEntry.Marker.CERT_AUTHORITY && entry.matches(name(address, port)));
    }

    /**
     * Appends a key to the first file. The line is one write, so that another Aloft or ssh(1) cannot interleave with
     * it.
     */
    void learn(String address, int port, byte[] key) throws IOException {
        synchronized (APPENDING) {
            if (judge(address, port, key) instanceof Verdict.Known) {
                return;
            }
            Path file = learningFile();
            makeFolder(file.toAbsolutePath().getParent());
            String line = name(address, port) + " " + keyType(key) + " "
                    + Base64.getEncoder().encodeToString(key) + "\n";
            Set<StandardOpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            try (FileChannel channel = FileChannel.open(
                    file, append, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                String text = endsWithinLine(file) ? "\n" + line : line;
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static boolean endsWithinLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return false;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }

    private List<KnownHostsEntry> entries() throws IOException {
        List<KnownHostsEntry> entries = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                continue;
            }
            int number = 0;
            // A comment may be in any encoding; keys and names are ASCII.
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                number++;
                KnownHostsEntry.parse(file, number, line).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** A host's name in the files: the plain name on port 22, {@code [name]:port} otherwise. */
    static String name(String address, int port) {
        String lower = address.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /** The type that a public key begins with (RFC 4253 §6.6): {@code ssh-ed25519}. */
    static String keyType(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        if (buffer.remaining() < 4) {
            return "";
        }
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            return "";
        }
        return new String(key, 4, length, StandardCharsets.US_ASCII);
    }
}
