package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * One instance of one file.
 *
 * @param file that it stands in
 * @param block what it says
 * @param address where its adverts come from: the file's word, what its peers call it, or else made up
 * @param isMadeUp whether nothing in the files says the address
 * @param healthy what its trackers come to while all of them are well
 */
record Member(
        RouterFile file, VrrpInstanceBlock block, InetAddress address, boolean isMadeUp, TrackedPriority healthy) {
    /** Which host. */
    int host() {
        return file.number();
    }

    /** {@code VI_1 of lvs1.conf}. */
    String describe() {
        return block.name() + " of " + file.name();
    }

    Position line(String keyword) {
        return file.line(block, keyword);
    }

    /** Whether the instance has this line, with this as its first value; an empty text stands for none. */
    boolean says(String keyword, String value) {
        return file.reading()
                .places()
                .value("vrrp_instance " + block.name(), keyword)
                .equals(Optional.of(value));
    }

    Optional<VrrpSyncGroupBlock> syncGroup() {
        return file.configuration().syncGroups().stream()
                .filter(group -> group.instances().contains(block.name()))
                .findFirst();
    }

    boolean isUnicast() {
        return block.wire().transport() instanceof Transport.Unicast;
    }

    /** The physical interface below one that the instance makes ({@code use_vmac}). */
    String linkOf(String device) {
        return block.holding().virtualMacs().stream()
                .filter(mac -> mac.name().equals(device))
                .map(VirtualMac::parent)
                .findFirst()
                .orElse(device);
    }

    List<InetAddress> vips() {
        return block.holding().addresses().stream().map(VirtualAddress::address).toList();
    }

    /** With the priority of the file. */
    RouterSettings settings() {
        return RouterSettings.of(
                block, address, block.election().priority(), syncGroup().isPresent());
    }

    /** The priority that counts while all is well. */
    int healthyPriority() {
        return healthy.effective(block.election().priority());
    }

    Member at(InetAddress other, boolean madeUp) {
        return new Member(file, block, other, madeUp, healthy);
    }
}
