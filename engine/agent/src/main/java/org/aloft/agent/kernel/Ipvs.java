package org.aloft.agent.kernel;

import java.util.List;

/**
 * The kernel's IPVS table, by generic netlink; the messages are drawn at {@code IpvsMessages}. Thread-safe. Needs CAP_NET_ADMIN and
 * the module {@code ip_vs}.
 */
public final class Ipvs implements IpvsAccess, AutoCloseable {
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
    public void addService(IpvsService service) {
        NetlinkRequest request = IpvsMessages.putService(family, IpvsMessages.NEW_SERVICE, service);
        putService(request, "IPVS_CMD_NEW_SERVICE", "add virtual service ", service);
    }

    @Override
    public void editService(IpvsService service) {
        NetlinkRequest request = IpvsMessages.putService(family, IpvsMessages.SET_SERVICE, service);
        putService(request, "IPVS_CMD_SET_SERVICE", "change virtual service ", service);
    }

    private void putService(NetlinkRequest request, String name, String verb, IpvsService service) {
        try {
            socket.exchange(request, name, verb + service.key() + " with scheduler " + service.scheduler());
        } catch (KernelException e) {
            throw e.is(Errno.ENOENT) ? schedulerMissing(e, service.scheduler()) : e;
        }
    }

    private static KernelException schedulerMissing(KernelException e, String scheduler) {
        return new KernelException(
                e.syscall(),
                e.errno(),
                e.tried(),
                "no such scheduler",
                "run `modprobe ip_vs_" + scheduler + "`, or name another scheduler");
    }

    @Override
    public void deleteService(IpvsServiceKey service) {
        socket.exchange(
                IpvsMessages.deleteService(family, service),
                "IPVS_CMD_DEL_SERVICE",
                "remove virtual service " + service);
    }

    @Override
    public void addDestination(IpvsServiceKey service, IpvsDestination destination) {
        destination(IpvsMessages.NEW_DESTINATION, "IPVS_CMD_NEW_DEST", "add", service, destination);
    }

    @Override
    public void editDestination(IpvsServiceKey service, IpvsDestination destination) {
        destination(IpvsMessages.SET_DESTINATION, "IPVS_CMD_SET_DEST", "change", service, destination);
    }

    @Override
    public void deleteDestination(IpvsServiceKey service, IpvsDestination destination) {
        destination(IpvsMessages.DELETE_DESTINATION, "IPVS_CMD_DEL_DEST", "remove", service, destination);
    }

    private void destination(
            int command, String name, String verb, IpvsServiceKey service, IpvsDestination destination) {
        socket.exchange(
                IpvsMessages.putDestination(family, command, service, destination),
                name,
                verb + " real server " + destination.endpoint() + " of " + service);
    }

    @Override
    public void flush() {
        socket.exchange(IpvsMessages.flush(family), "IPVS_CMD_FLUSH", "remove all virtual services");
    }

    @Override
    public void close() {
        socket.close();
    }
}
