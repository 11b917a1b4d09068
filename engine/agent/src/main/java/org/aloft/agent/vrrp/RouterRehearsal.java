package org.aloft.agent.vrrp;

import org.aloft.agent.vrrp.machine.State;

/**
 * Goes through what a router will do, without the effects. A Java machine loads and links code when that is first run,
 * which makes the first start and the first takeover a few milliseconds later than all others: here that is done while
 * there is time. For the VRRP thread alone.
 */
final class RouterRehearsal {
    private final RouterMachine machine;
    private final Transceiver transceiver;
    private final RouterFacilities facilities;

    RouterRehearsal(RouterMachine machine, Transceiver transceiver, RouterFacilities facilities) {
        this.machine = machine;
        this.transceiver = transceiver;
        this.facilities = facilities;
    }

    /** A start. */
    void start() {
        if (facilities.links().asItIs(machine.block()) instanceof VrrpLink.Ready ready) {
            Channel.rehearse(ready, machine.block(), machine.settings().priority());
        }
        machine.rehearseStart();
    }

    /** A takeover. Nothing but a backup has need of it. */
    void takeover() {
        if (machine.standing().settled() instanceof State.Backup && transceiver.isOpen()) {
            boolean wouldHoldVips = machine.rehearseTakeover();
            facilities.held().rehearse(machine.block());
            if (wouldHoldVips) {
                transceiver.rehearse(machine.settings().priority());
            }
        }
    }
}
