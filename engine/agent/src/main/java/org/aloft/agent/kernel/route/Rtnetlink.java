package org.aloft.agent.kernel.route;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.netlink.NetlinkRequest;
import org.aloft.agent.kernel.netlink.NetlinkSocket;

/**
 * Interfaces and their addresses, asked of and changed in the kernel (RFC 3549; {@code man 7 rtnetlink}). Thread-safe.
 * Changing an address needs CAP_NET_ADMIN; reading needs nothing.
 */
public final class Rtnetlink implements AutoCloseable {
    private static final int NAME_MAX = 15;

    private final NetlinkSocket socket;

    private Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the socket in the network namespace of the calling thread.
     *
     * @throws KernelException no socket to be had
     */
    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE, "talk to the kernel's routing part"));
    }

    /**
     * The interface with this name, or empty.
     *
     * @throws KernelException the kernel refused to answer
     */
    public Optional<NetworkInterface> interfaceByName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > NAME_MAX) {
            return Optional.empty();
        }
        try {
            return socket.exchange(RouteMessages.linkByName(name), "RTM_GETLINK", "look up interface " + name).stream()
                    .filter(message -> message.type() == RouteMessages.NEW_LINK)
                    .map(message -> RouteMessages.link(message.payload()))
                    .filter(found -> found.name().equals(name)) // not by an alternative name
                    .findFirst();
        } catch (KernelException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * All interfaces.
     *
     * @throws KernelException the kernel refused to answer
     */
    public List<NetworkInterface> interfaces() {
        return socket.exchange(RouteMessages.allLinks(), "RTM_GETLINK", "list the interfaces").stream()
                .filter(message -> message.type() == RouteMessages.NEW_LINK)
                .map(message -> RouteMessages.link(message.payload()))
                .toList();
    }

    /**
     * All IPv4 and IPv6 addresses of all interfaces.
     *
     * @throws KernelException the kernel refused to answer
     */
    public List<InterfaceAddress> addresses() {
        return socket.exchange(RouteMessages.allAddresses(), "RTM_GETADDR", "list the addresses").stream()
                .filter(message -> message.type() == RouteMessages.NEW_ADDRESS)
                .flatMap(message -> RouteMessages.address(message.payload()).stream())
                .toList();
    }

    /**
     * The addresses of one interface; an empty list for one that is not there.
     *
     * @throws KernelException the kernel refused to answer
     */
    public List<InterfaceAddress> addresses(int interfaceIndex) {
        return addresses().stream()
                .filter(address -> address.interfaceIndex() == interfaceIndex)
                .toList();
    }

    /**
     * Puts an address on an interface. An IPv6 address is usable at once: there is no duplicate address detection.
     *
     * @return whether it was added; false when it was there already
     * @throws KernelException the kernel refused; the message holds its own words
     */
    public boolean addAddress(InterfaceAddress address) {
        String tried = "add " + address + " to interface number " + address.interfaceIndex();
        return changed(RouteMessages.addAddress(address), "RTM_NEWADDR", tried, Errno.EEXIST);
    }

    /**
     * Takes an address from its interface. Only interface, address and prefix count; the label may differ.
     *
     * @return whether it was removed; false when it was not there
     * @throws KernelException the kernel refused; the message holds its own words
     */
    public boolean removeAddress(InterfaceAddress address) {
        String tried = "remove " + address + " from interface number " + address.interfaceIndex();
        return changed(RouteMessages.removeAddress(address.bare()), "RTM_DELADDR", tried, Errno.EADDRNOTAVAIL);
    }

    /**
     * Puts a route into its table.
     *
     * @return whether it was added; false when it was there already
     * @throws KernelException the kernel refused, or an interface that the route names is not there
     */
    public boolean addRoute(Route route) {
        NetlinkRequest request = RouteTableMessages.add(route, this::indexOf);
        return changed(request, "RTM_NEWROUTE", "add the route " + route, Errno.EEXIST);
    }

    /**
     * Takes a route from its table.
     *
     * @return whether it was removed; false when it was not there, as when its interface went
     * @throws KernelException the kernel refused
     */
    public boolean removeRoute(Route route) {
        try {
            NetlinkRequest request = RouteTableMessages.remove(route, this::indexOf);
            return changed(request, "RTM_DELROUTE", "remove the route " + route, Errno.ESRCH);
        } catch (KernelException gone) {
            if (gone.is(Errno.ENODEV)) {
                return false;
            }
            throw gone;
        }
    }

    /**
     * Adds a rule.
     *
     * @return whether it was added; false when it was there already
     * @throws KernelException the kernel refused
     */
    public boolean addRule(RoutingRule rule) {
        return changed(RuleMessages.add(rule), "RTM_NEWRULE", "add the " + rule, Errno.EEXIST);
    }

    /**
     * Removes a rule.
     *
     * @return whether it was removed; false when it was not there
     * @throws KernelException the kernel refused
     */
    public boolean removeRule(RoutingRule rule) {
        return changed(RuleMessages.remove(rule), "RTM_DELRULE", "remove the " + rule, Errno.ENOENT);
    }

    /**
     * Makes a macvlan that keeps its frames from its neighbours on the same parent and makes no IPv6 address of its
     * own. It is down.
     *
     * @throws KernelException the kernel refused; then there is no such interface
     */
    public void addMacvlan(String name, int parentIndex, MacAddress mac) {
        String tried = "make the macvlan " + name;
        socket.exchange(LinkMessages.addMacvlan(name, parentIndex, mac), "RTM_NEWLINK", tried);
        int index = indexOf(name);
        try {
            socket.exchange(LinkMessages.withoutGeneratedAddress(index), "RTM_SETLINK", tried);
        } catch (KernelException refused) {
            removeInterface(index);
            throw refused;
        }
    }

    /**
     * Brings an interface up.
     *
     * @throws KernelException the kernel refused
     */
    public void setUp(int index) {
        socket.exchange(LinkMessages.up(index), "RTM_SETLINK", "bring up interface number " + index);
    }

    /**
     * Deletes an interface.
     *
     * @throws KernelException the kernel refused, as for one made of hardware
     */
    public void removeInterface(int index) {
        socket.exchange(LinkMessages.remove(index), "RTM_DELLINK", "delete interface number " + index);
    }

    private int indexOf(String name) {
        return interfaceByName(name)
                .map(NetworkInterface::index)
                .orElseThrow(() -> new KernelException(
                        "RTM_GETLINK", Errno.of(Errno.ENODEV), "find interface " + name, "there is none of this name"));
    }

    private boolean changed(NetlinkRequest request, String name, String tried, int alreadySo) {
        try {
            socket.exchange(request, name, tried);
            return true;
        } catch (KernelException e) {
            if (e.is(alreadySo)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
