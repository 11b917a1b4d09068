package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.process.Capabilities;
import org.aloft.agent.kernel.process.Capability;
import org.aloft.agent.log.Log;

/** What the daemon's own threads may do; the scripts that it starts are not bound by it. */
final class Confinement {
    private static final Logger LOG = Log.of(Confinement.class);

    private static final Set<Capability> ALWAYS = EnumSet.complementOf(EnumSet.of(Capability.SYS_ADMIN));

    private Confinement() {}

    /**
     * Gives up all else. To be called on the main thread before it starts others, once it is in the network namespace
     * where it stays.
     */
    static void begin(NamespaceBlock namespaces) {
        try {
            Capabilities.keepOnly(needed(namespaces));
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    /** That of IPVS is entered later, at each attempt to find IPVS there. */
    private static Set<Capability> needed(NamespaceBlock namespaces) {
        return namespaces.ipvs().isPresent() ? EnumSet.allOf(Capability.class) : ALWAYS;
    }
}
