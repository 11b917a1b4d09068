package org.aloft.agent.kernel.filter;

import java.net.InetAddress;
import java.util.Collection;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.netlink.NetlinkSocket;

/**
 * Drops packets to addresses of this host, by a table of nftables that is aloftd's alone. Thread-safe. Needs
 * CAP_NET_ADMIN.
 */
public final class PacketDrop implements AutoCloseable {
    private static final int NETFILTER = 12;

    private final NetlinkSocket socket;

    private PacketDrop(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the socket in the network namespace of the calling thread.
     *
     * @throws KernelException no socket to be had
     */
    public static PacketDrop open() {
        return new PacketDrop(NetlinkSocket.open(NETFILTER, "talk to the kernel's packet filter"));
    }

    /**
     * Drops packets to these addresses and to no others, from one moment to the next; no address, no table.
     *
     * @param table its name, in the family inet; a table of this name that was there is replaced
     * @param priority of the chain among those at the same hook, lower first
     * @throws KernelException the kernel refused, as one without nf_tables does; then nothing has changed
     */
    public void only(Collection<InetAddress> addresses, String table, int priority) {
        socket.transaction(
                addresses.isEmpty() ? NftMessages.without(table) : NftMessages.dropping(addresses, table, priority),
                "NFT_MSG_NEWTABLE",
                "set up table inet " + table + " of nftables");
    }

    @Override
    public void close() {
        socket.close();
    }
}
