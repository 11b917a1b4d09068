package org.aloft.agent.balance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.kernel.IpvsServiceKey;

/**
 * Which virtual services of the kernel's table are this daemon's, kept in a file of a file system that does not survive a reboot
 * (as the table does not). After a crash the next start finds there what it may change and remove; all else in the table is
 * somebody else's.
 *
 * <p>One line a service, as {@link IpvsServiceKey#toString} writes it. Written before services are added and after they are
 * removed, so that the file never names too few. For one thread.
 */
public final class IpvsJournal {
    private final Path file;
    private final Set<IpvsServiceKey> own = new LinkedHashSet<>();
    private boolean written = true;

    /**
     * Opens the journal and keeps what an earlier run left in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public IpvsJournal(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                // Bytes that are no UTF-8 spoil the line that they are in, and no other.
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> IpvsServiceKey.parse(line).ifPresent(own::add));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + "; make it readable or remove it", failure);
        }
    }

    /** The services that are this daemon's. */
    public Set<IpvsServiceKey> own() {
        return Set.copyOf(own);
    }

    boolean owns(IpvsServiceKey service) {
        return own.contains(service);
    }

    /**
     * Before these are added.
     *
     * @throws UncheckedIOException if it cannot be written; the next call tries again
     */
    void add(Collection<IpvsServiceKey> services) {
        written &= !own.addAll(services);
        write();
    }

    /**
     * After these were removed.
     *
     * @throws UncheckedIOException if it cannot be written; the next call tries again
     */
    void remove(Collection<IpvsServiceKey> services) {
        written &= !own.removeAll(Set.copyOf(services));
        write();
    }

    private void write() {
        if (written) {
            return;
        }
        String text = own.stream().map(service -> service + "\n").collect(Collectors.joining());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = true;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file + "; is its file system full or read-only?", failure);
        }
    }
}
