package org.aloft.agent.balance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.aloft.agent.kernel.file.JournalFile;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * Which virtual services of the kernel's table are this daemon's, kept in a file. After a crash the next start finds
 * there what it may change and remove; all else in the table is somebody else's.
 *
 * <p>One line a service, as {@link IpvsServiceKey#toString} writes it. Written before services are added and after they
 * are removed, so that the file never names too few. For one thread.
 */
public final class IpvsJournal {
    private final JournalFile file;
    private final Set<IpvsServiceKey> own = new LinkedHashSet<>();
    private boolean written = true;

    /**
     * Opens the journal and keeps what an earlier run left in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public IpvsJournal(Path file) {
        this.file = new JournalFile(file);
        this.file.read().forEach(line -> IpvsServiceKey.parse(line).ifPresent(own::add));
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
        try {
            file.write(own.stream().map(IpvsServiceKey::toString).toList());
            written = true;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file + "; is its file system full or read-only?", failure);
        }
    }
}
