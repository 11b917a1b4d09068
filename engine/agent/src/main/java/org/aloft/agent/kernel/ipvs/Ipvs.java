package org.aloft.agent.kernel.ipvs;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.netlink.NetlinkMessage;
import org.aloft.agent.kernel.netlink.NetlinkSocket;

/**
 * The kernel's IPVS table, by generic netlink; the messages are drawn at {@code IpvsMessages}. Thread-safe. Needs
 * CAP_NET_ADMIN and the module {@code ip_vs}.
 */
public final class Ipvs implements IpvsAccess {
    private final NetlinkSocket socket;
    private final int family;

    private Ipvs(NetlinkSocket socket, int family) {
        this.socket = socket;
        this.family = family;
    }

    /**
     * Opens a socket to the IPVS of the calling thread's network namespace.
     *
     * @throws KernelException this kernel has no IPVS, or its module is not loaded; the message says what to type
     */
    public static Ipvs open() {
        String tried = "reach the kernel's IPVS";
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC, tried);
        try {
            List<NetlinkMessage> answer = socket.exchange(IpvsMessages.lookUpFamily(), "CTRL_CMD_GETFAMILY", tried);
            return new Ipvs(socket, IpvsMessages.familyNumber(answer.get(0).payload()));
        } catch (KernelException e) {
            socket.close();
            throw e.is(Errno.ENOENT) ? moduleMissing(e) : e;
        }
    }

    private static KernelException moduleMissing(KernelException e) {
        return new KernelException(
                e.syscall(),
                e.errno(),
                e.tried(),
                "no generic netlink family IPVS",
                "run `modprobe ip_vs`, and write ip_vs to /etc/modules-load.d/ to have it after a reboot");
    }

    @Override
    public List<IpvsService> services() {
        return socket
                .exchange(IpvsMessages.listServices(family), "IPVS_CMD_GET_SERVICE", "list the virtual services")
                .stream()
                .flatMap(message -> IpvsMessages.service(message.payload()).stream())
                .toList();
    }

    @Override
    public List<IpvsDestinationUse> destinations(IpvsServiceKey service) {
        String tried = "list the real servers of " + service;
        return socket.exchange(IpvsMessages.listDestinations(family, service), "IPVS_CMD_GET_DEST", tried).stream()
                .flatMap(message -> IpvsMessages.destination(message.payload(), service.ipv6()).stream())
                .toList();
    }

    @Override
    public List<Optional<KernelException>> apply(List<IpvsChange> changes) {
        List<Optional<KernelException>> answers = new ArrayList<>();
        // The messages of thousands of changes at once would outlive a collection, and be carried about by it.
        for (int first = 0; first < changes.size(); first += NetlinkSocket.BATCH_MOST) {
            int end = Math.min(changes.size(), first + NetlinkSocket.BATCH_MOST);
            answers.addAll(applySome(changes.subList(first, end)));
        }
        return answers;
    }

    private List<Optional<KernelException>> applySome(List<IpvsChange> changes) {
        List<Optional<KernelException>> answers =
                socket.exchangeAll(changes.stream().map(this::request).toList());
        List<Optional<KernelException>> explained = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            IpvsChange change = changes.get(i);
            explained.add(answers.get(i).map(refusal -> explain(refusal, change)));
        }
        return explained;
    }

    private NetlinkSocket.Labelled request(IpvsChange change) {
        if (change instanceof IpvsChange.AddService add) {
            return service(IpvsMessages.NEW_SERVICE, "IPVS_CMD_NEW_SERVICE", "add", add.entry());
        }
        if (change instanceof IpvsChange.EditService edit) {
            return service(IpvsMessages.SET_SERVICE, "IPVS_CMD_SET_SERVICE", "change", edit.entry());
        }
        if (change instanceof IpvsChange.DeleteService delete) {
            return new NetlinkSocket.Labelled(
                    IpvsMessages.deleteService(family, delete.service()),
                    "IPVS_CMD_DEL_SERVICE",
                    "remove virtual service " + delete.service());
        }
        if (change instanceof IpvsChange.AddDestination add) {
            return destination(
                    IpvsMessages.NEW_DESTINATION, "IPVS_CMD_NEW_DEST", "add", add.service(), add.destination());
        }
        if (change instanceof IpvsChange.EditDestination edit) {
            return destination(
                    IpvsMessages.SET_DESTINATION, "IPVS_CMD_SET_DEST", "change", edit.service(), edit.destination());
        }
        IpvsChange.DeleteDestination delete = (IpvsChange.DeleteDestination) change;
        return destination(
                IpvsMessages.DELETE_DESTINATION, "IPVS_CMD_DEL_DEST", "remove", delete.service(), delete.destination());
    }

    private NetlinkSocket.Labelled service(int command, String name, String verb, IpvsService service) {
        String tried = verb + " virtual service " + service.key() + " with scheduler " + service.scheduler();
        return new NetlinkSocket.Labelled(IpvsMessages.putService(family, command, service), name, tried);
    }

    private NetlinkSocket.Labelled destination(
            int command, String name, String verb, IpvsServiceKey service, IpvsDestination destination) {
        return new NetlinkSocket.Labelled(
                IpvsMessages.putDestination(family, command, service, destination),
                name,
                verb + " real server " + destination.endpoint() + " of " + service);
    }

    private static KernelException explain(KernelException refusal, IpvsChange change) {
        if (change instanceof IpvsChange.AddDestination add
                && refusal.is(Errno.EINVAL)
                && add.service().ipv6() != (add.destination().address() instanceof Inet6Address)) {
            return new KernelException(
                    refusal.syscall(),
                    refusal.errno(),
                    refusal.tried(),
                    "a real server of the other address family",
                    "the kernel takes one with TUN only, and not beside a sync daemon: remove it or lvs_sync_daemon");
        }
        if (change instanceof IpvsChange.AddService add) {
            return explain(refusal, add.entry());
        }
        return change instanceof IpvsChange.EditService edit ? explain(refusal, edit.entry()) : refusal;
    }

    /** The kernel says ENOENT for a scheduler or a persistence engine that it does not have, and does not say which. */
    private static KernelException explain(KernelException refusal, IpvsService entry) {
        if (!refusal.is(Errno.ENOENT)) {
            return refusal;
        }
        String engine = entry.persistenceEngine()
                .map(name -> " and `modprobe ip_vs_pe_" + name + "`")
                .orElse("");
        return new KernelException(
                refusal.syscall(),
                refusal.errno(),
                refusal.tried(),
                "no such scheduler" + (engine.isEmpty() ? "" : " or persistence engine"),
                "run `modprobe ip_vs_" + entry.scheduler() + "`" + engine + ", or name another");
    }

    @Override
    public void flush() {
        socket.exchange(IpvsMessages.flush(family), "IPVS_CMD_FLUSH", "remove all virtual services");
    }

    @Override
    public List<IpvsSyncDaemon> syncDaemons() {
        return socket.exchange(SyncDaemonMessages.list(family), "IPVS_CMD_GET_DAEMON", "list the sync daemons").stream()
                .flatMap(message -> SyncDaemonMessages.daemon(message.payload()).stream())
                .toList();
    }

    @Override
    public void startSyncDaemon(IpvsSyncDaemon daemon) {
        socket.exchange(
                SyncDaemonMessages.start(family, daemon), "IPVS_CMD_NEW_DAEMON", "start the sync daemon " + daemon);
    }

    @Override
    public void stopSyncDaemon(IpvsSyncDaemon daemon) {
        socket.exchange(
                SyncDaemonMessages.stop(family, daemon), "IPVS_CMD_DEL_DAEMON", "stop the sync daemon " + daemon);
    }

    @Override
    public void setTimeouts(IpvsTimeouts timeouts) {
        if (!timeouts.equals(IpvsTimeouts.UNCHANGED)) {
            socket.exchange(IpvsMessages.setTimeouts(family, timeouts), "IPVS_CMD_SET_CONFIG", "set lvs_timeouts");
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
