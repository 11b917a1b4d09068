package org.aloft.agent.hold;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.Holding;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;

/**
 * Interfaces by name, as the kernel described each when it was first asked for: a takeover has no time to ask again.
 * Whoever hears that interfaces change says so by {@link #forget}. For one thread.
 */
public final class KnownInterfaces {
    private final Rtnetlink kernel;
    private final Map<String, NetworkInterface> known = new HashMap<>();

    KnownInterfaces(Rtnetlink kernel) {
        this.kernel = kernel;
    }

    /**
     * The interface with this name; one that is not there is looked for each time.
     *
     * @throws KernelException the kernel refused to answer
     */
    public Optional<NetworkInterface> byName(String name) {
        NetworkInterface there = known.get(name);
        if (there != null) {
            return Optional.of(there);
        }
        Optional<NetworkInterface> found = kernel.interfaceByName(name);
        found.ifPresent(device -> known.put(name, device));
        return found;
    }

    /**
     * The interface with this name, for something that is to be put on it.
     *
     * @throws KernelException there is none, or the kernel refused to answer
     */
    NetworkInterface require(String name, Holding whatFor) {
        Optional<NetworkInterface> found = byName(name);
        if (found.isEmpty()) {
            throw new KernelException(
                    "RTM_GETLINK",
                    Errno.of(Errno.ENODEV),
                    "add " + whatFor,
                    "there is no interface " + name,
                    "create it, or correct the name in the configuration");
        }
        return found.get();
    }

    /** An interface came, went, or has another name, number or MAC. */
    public void forget() {
        known.clear();
    }
}
