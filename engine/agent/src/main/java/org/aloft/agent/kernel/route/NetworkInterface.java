package org.aloft.agent.kernel.route;

/**
 * A network interface as the kernel described it at one moment.
 *
 * @param index the kernel's number for it, above 0; it changes when an interface is made anew under the same name
 * @param name as in {@code ip link}
 * @param mac its hardware address, {@link MacAddress#NONE} for one without
 * @param mtu in bytes
 * @param up whether the operator wants it up (IFF_UP)
 * @param running whether it has a carrier and can be used (IFF_RUNNING)
 * @param multicast whether it can multicast (IFF_MULTICAST)
 */
public record NetworkInterface(
        int index, String name, MacAddress mac, int mtu, boolean up, boolean running, boolean multicast) {
    /** One that can multicast. */
    public NetworkInterface(int index, String name, MacAddress mac, int mtu, boolean up, boolean running) {
        this(index, name, mac, mtu, up, running, true);
    }

    /** The same under another number. */
    public NetworkInterface withIndex(int other) {
        return new NetworkInterface(other, name, mac, mtu, up, running, multicast);
    }
}
