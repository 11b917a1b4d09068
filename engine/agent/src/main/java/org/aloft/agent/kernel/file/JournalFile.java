package org.aloft.agent.kernel.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of lines in the run directory, from which the next start learns what this one left on the host. It is replaced
 * as a whole, so a crash leaves the old lines or the new ones. It lies on a file system that does not survive a reboot,
 * and neither does what it names. For one thread.
 *
 * @param path where it is; its sibling {@code PATH.new} is written first
 */
public record JournalFile(Path path) {
    /**
     * The lines; none where there is no file. Bytes that are no UTF-8 spoil the line that they are in, and no other.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public List<String> read() {
        try {
            return Files.exists(path)
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path + "; make it readable or remove it", failure);
        }
    }

    /** Replaces all lines. */
    public void write(Collection<String> lines) throws IOException {
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        Path next = path.resolveSibling(path.getFileName() + ".new");
        // This runs half as much code as Files.writeString, which a first takeover notices.
        try (OutputStream out = new FileOutputStream(next.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
