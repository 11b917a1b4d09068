package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;

/**
 * Where one router speaks: opens and closes its sockets as its interface allows, and tells its machine which of the
 * two. For the VRRP thread alone.
 */
final class RouterPlace {
    private final RouterMachine machine;
    private final Transceiver transceiver;
    private final LinkSight links;

    RouterPlace(RouterMachine machine, Transceiver transceiver, LinkSight links) {
        this.machine = machine;
        this.transceiver = transceiver;
        this.links = links;
    }

    /** Looks at the interface again: after start, and whenever the kernel reports a change to links or addresses. */
    void check() {
        links.look(machine.block(), longestLinkLoss()).ifPresent(this::take);
    }

    private void take(VrrpLink link) {
        if (link instanceof VrrpLink.Broken broken) {
            fail(broken.reason(), broken.canSpeak());
        } else if (link instanceof VrrpLink.Ready ready && !speaksOn(ready)) {
            open(ready);
        }
    }

    /** A backup that hears nothing takes the active router for gone soon after. */
    private Duration longestLinkLoss() {
        RouterSettings settings = machine.settings();
        long interval = machine.standing().settled() instanceof State.Backup backup
                ? backup.active().intervalNanos()
                : settings.intervalNanos();
        return Duration.ofNanos(interval * (settings.downTimerAdverts() - 1));
    }

    private boolean speaksOn(VrrpLink.Ready ready) {
        return transceiver.serves(ready)
                && machine.standing().hindrances().link().isEmpty();
    }

    private void open(VrrpLink.Ready ready) {
        try {
            transceiver.open(ready, machine.block());
        } catch (KernelException failure) {
            fail(failure.getMessage(), false);
            return;
        }
        machine.speakFrom(ready.source());
        machine.hinder(machine.standing().hindrances().withLink(Optional.empty()));
    }

    private void fail(String reason, boolean canSpeak) {
        machine.hinder(machine.standing().hindrances().withLink(Optional.of(reason)), canSpeak);
        transceiver.close();
    }

    /** Whether it speaks there, whatever name the link has by now. */
    boolean speaksOn(NetworkInterface changed) {
        return transceiver.speaksOn(changed);
    }

    /** How it speaks, if it does. */
    Optional<VrrpLink.Ready> link() {
        return transceiver.link();
    }

    /** Where it speaks, if it does. */
    Optional<VrrpRoute> route() {
        return transceiver.route();
    }

    /** Whether its adverts come from this address. */
    boolean speaksFrom(InterfaceAddress address) {
        return machine.standing()
                .setup()
                .own()
                .filter(address.address()::equals)
                .isPresent();
    }
}
