package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.log.Log;

/**
 * What instances see of their interfaces: what the kernel says, unless that is too new to count. For the VRRP thread
 * alone.
 */
final class LinkSight {
    private static final Logger LOG = Log.of(LinkSight.class);

    private final Rtnetlink kernel;
    private final LinkDelays delays;
    private final LongSupplier clock;
    private Optional<List<InterfaceAddress>> addresses = Optional.empty();
    private boolean together;

    LinkSight(Rtnetlink kernel, LinkDelays delays, LongSupplier clock) {
        this.kernel = kernel;
        this.delays = delays;
        this.clock = clock;
    }

    LinkDelays delays() {
        return delays;
    }

    /**
     * While this runs, the addresses of the host are listed at most once, for all instances: there may be thousands,
     * and the list would be made for each of hundreds.
     */
    void together(Runnable looks) {
        together = true;
        try {
            looks.run();
        } finally {
            together = false;
            addresses = Optional.empty();
        }
    }

    private List<InterfaceAddress> addresses() {
        if (!together) {
            return kernel.addresses();
        }
        if (addresses.isEmpty()) {
            addresses = Optional.of(kernel.addresses());
        }
        return addresses.get();
    }

    /** Looks at the interface of an instance, whatever is too new to count. */
    VrrpLink asItIs(VrrpInstanceBlock instance) {
        return VrrpLink.of(instance, kernel, this::addresses);
    }

    /**
     * Looks at the interface of an instance.
     *
     * @param longestLoss the longest that the instance can do without the interface
     * @return empty while the interface went down or came up too short a time ago to count
     */
    Optional<VrrpLink> look(VrrpInstanceBlock instance, Duration longestLoss) {
        return isChanging(instance, longestLoss) ? Optional.empty() : Optional.of(asItIs(instance));
    }

    /** The end of an interface is a matter of its own, and never waits. */
    private boolean isChanging(VrrpInstanceBlock instance, Duration longestLoss) {
        String name = instance.networkInterface();
        if (!delays.concern(name) || !instance.tracking().ownInterface()) {
            return false;
        }
        Optional<NetworkInterface> found = kernel.interfaceByName(name);
        if (found.isEmpty()) {
            delays.forget(name);
            return false;
        }
        boolean up = found.get().up() && found.get().running();
        LinkDelays.Verdict verdict = delays.look(name, up, longestLoss, clock.getAsLong());
        switch (verdict) {
            case WAITS -> tell(name, up, "; that counts once it has lasted (interface_up_down_delays)");
            case RETURNED -> tell(name, up, " again before that counted (interface_up_down_delays)");
            case COUNTS, STILL_WAITS -> {} // the one is told by what follows, the other was told
        }
        return !verdict.counts();
    }

    private static void tell(String name, boolean up, String what) {
        LOG.log(Level.INFO, "interface {0} is {1}{2}", name, up ? "up" : "down", what);
    }
}
