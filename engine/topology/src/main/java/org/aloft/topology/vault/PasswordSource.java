package org.aloft.topology.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a vault's password comes from. Asked at most once, and only when something has to be opened.
 *
 * @see Vault
 */
public sealed interface PasswordSource {
    /** As much as is read of a file or from a script, in bytes. */
    int BYTES_MOST = 64 * 1024;

    /** The name of the password: the label of {@code --vault-id label@file}. */
    String label();

    /** What it is, for messages: {@code the file vault-pass}. */
    String words();

    /**
     * The password.
     *
     * @throws IOException when it cannot be read; the message says why, and holds nothing secret
     * @throws InterruptedException when the thread is interrupted while a script runs
     */
    byte[] read() throws IOException, InterruptedException;

    /**
     * As {@code --vault-id} names it.
     *
     * @param written {@code label@FILE}, {@code FILE}, {@code label@prompt} or {@code prompt}
     * @param ask shows a prompt on the terminal and gives what was typed; nothing where there is no terminal
     */
    static PasswordSource of(String written, Function<String, Optional<String>> ask) {
        int at = written.indexOf('@');
        String label = at > 0 ? written.substring(0, at) : Vault.DEFAULT_LABEL;
        String place = written.substring(at + 1);
        return place.equals("prompt") ? new Prompt(label, ask) : file(label, place);
    }

    /** As {@code --vault-password-file} names it. */
    static PasswordSource file(String name) {
        return file(Vault.DEFAULT_LABEL, name);
    }

    private static PasswordSource file(String label, String name) {
        String home = name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name;
        return new PasswordFile(label, Path.of(home));
    }

    /** A file that holds the password or, if it is executable, prints it when it is run. */
    record PasswordFile(String label, Path file) implements PasswordSource {
        @Override
        public String words() {
            return "the file " + file;
        }

        @Override
        public byte[] read() throws IOException, InterruptedException {
            if (!Files.exists(file)) {
                throw new IOException("there is no such file: " + file);
            }
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IOException("it cannot be read: " + file);
            }
            byte[] password = Files.isExecutable(file) ? output() : content();
            if (password.length == 0) {
                throw new IOException("it gives no password: " + file);
            }
            return password;
        }

        /** Without the blanks around it, as Ansible takes it. */
        private byte[] content() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return trimmed(bounded(in), " \t\n\u000b\f\r");
            }
        }

        private byte[] output() throws IOException, InterruptedException {
            if (!isProgram()) {
                throw new IOException("it is executable, but no program; take that away: chmod -x " + file);
            }
            List<String> command = new ArrayList<>();
            command.add(file.toAbsolutePath().toString());
            if (isClient()) {
                command.addAll(List.of("--vault-id", label));
            }
            Process script = started(new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT) // it may ask for something itself
                    .redirectError(ProcessBuilder.Redirect.INHERIT));
            try (InputStream out = script.getInputStream()) {
                byte[] printed = bounded(out);
                int status = script.waitFor();
                if (status != 0) {
                    throw new IOException(
                            "it was run, for it is executable, and failed with exit code " + status + ": " + file);
                }
                return trimmed(printed, "\n\r");
            } finally {
                script.destroyForcibly();
            }
        }

        /** Java would hand any other text to a shell, which runs it and repeats it in its errors: the password. */
        private boolean isProgram() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] start = in.readNBytes(4);
                boolean script = start.length > 1 && start[0] == '#' && start[1] == '!';
                return script || Arrays.equals(start, new byte[] {0x7f, 'E', 'L', 'F'});
            }
        }

        private Process started(ProcessBuilder script) throws IOException {
            try {
                return script.start();
            } catch (IOException e) {
                throw new IOException("it cannot be run; see its first line: " + file, e);
            }
        }

        /** A script that keeps several passwords is told which one is wanted, if its name says that it knows how. */
        private boolean isClient() {
            return file.getFileName().toString().replaceFirst("\\.[^.]*$", "").endsWith("-client");
        }

        private byte[] bounded(InputStream in) throws IOException {
            byte[] bytes = in.readNBytes(BYTES_MOST + 1);
            if (bytes.length > BYTES_MOST) {
                throw new IOException("it is longer than any password: " + file);
            }
            return bytes;
        }

        private static byte[] trimmed(byte[] bytes, String blanks) {
            int start = 0;
            int end = bytes.length;
            while (start < end && blanks.indexOf(bytes[start]) >= 0) {
                start++;
            }
            while (end > start && blanks.indexOf(bytes[end - 1]) >= 0) {
                end--;
            }
            return Arrays.copyOfRange(bytes, start, end);
        }
    }

    /** Somebody at the terminal types it. */
    record Prompt(String label, Function<String, Optional<String>> ask) implements PasswordSource {
        @Override
        public String words() {
            return "what was typed for " + label;
        }

        @Override
        public byte[] read() throws IOException {
            String typed = ask.apply("Vault password (" + label + "): ")
                    .orElseThrow(() -> new IOException("there is no terminal to ask for it"));
            if (typed.isEmpty()) {
                throw new IOException("nothing was typed");
            }
            return typed.getBytes(StandardCharsets.UTF_8);
        }
    }
}
