package org.aloft.plan.host;

/**
 * An address that an interface carries.
 *
 * @param address with its prefix length, as {@code ip} prints it
 * @param networkInterface the interface's name
 */
public record HeldAddress(String address, String networkInterface) {
    /** The address without its prefix length. */
    public String host() {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    /** Whether it is on the loopback interface: then the host accepts packets for it, and does not hold it as a VIP. */
    public boolean onLoopback() {
        return networkInterface.equals("lo");
    }
}
