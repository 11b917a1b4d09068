package org.aloft.agent.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which VIPs this daemon has put on which interfaces, kept in a file of a file system that does not survive a reboot (as the VIPs
 * do not). After a crash the next start finds there what is to be removed, even when the configuration has changed since.
 *
 * <p>One line a VIP: {@code <interface> <address>/<prefix length>}. Written before an address is added and after it is removed, so
 * that the file never names too few. For one thread.
 */
final class VipJournal {
    /** One line. */
    record Entry(String device, String cidr) {
        static Optional<Entry> parse(String line) {
            String[] parts = line.split(" ", -1);
            return parts.length == 2 ? Optional.of(new Entry(parts[0], parts[1])) : Optional.empty();
        }

        @Override
        public String toString() {
            return device + " " + cidr;
        }
    }

    private final Path file;
    private final Set<Entry> entries = new LinkedHashSet<>();

    /**
     * Opens the journal and keeps what an earlier run left in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    VipJournal(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> Entry.parse(line).ifPresent(entries::add));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + "; make it readable or remove it", failure);
        }
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    void add(Entry entry) {
        if (entries.add(entry)) {
            write();
        }
    }

    void remove(Entry entry) {
        if (entries.remove(entry)) {
            write();
        }
    }

    private void write() {
        String text = entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file + "; is its file system full or read-only?", failure);
        }
    }
}
