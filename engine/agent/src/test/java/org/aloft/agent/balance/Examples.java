package org.aloft.agent.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.IpvsProtocol;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;

/** The service that the tests of this package balance: 192.0.2.10:80 with real servers 192.0.2.21, .22 … */
final class Examples {
    static final IpvsServiceKey WEB = service("192.0.2.10", 80);
    static final SorryServer SORRY = new SorryServer(ip("192.0.2.99"), 80, Forwarding.DIRECT_ROUTE);

    private Examples() {}

    static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static IpvsServiceKey service(String address, int port) {
        return new IpvsServiceKey.Endpoint(IpvsProtocol.TCP, ip(address), port);
    }

    static VirtualService web(RealServer... servers) {
        return new VirtualService(IpvsService.of(WEB, "rr"), 1, Optional.empty(), List.of(servers));
    }

    /** 192.0.2.NUMBER:80 with a check. */
    static RealServer server(int number, int weight) {
        CheckSettings check = CheckSettings.of(new InetSocketAddress(ip("192.0.2." + number), 80));
        return new RealServer(ip("192.0.2." + number), 80, Forwarding.DIRECT_ROUTE, weight, false, List.of(check));
    }

    static RealServer inhibited(int number, int weight) {
        RealServer server = server(number, weight);
        return new RealServer(server.address(), 80, Forwarding.DIRECT_ROUTE, weight, true, server.checks());
    }

    static RealServerKey key(int number) {
        return server(number, 1).key(WEB);
    }

    static IpvsDestination entry(int number, int weight) {
        return IpvsDestination.of(ip("192.0.2." + number), 80, Forwarding.DIRECT_ROUTE, weight);
    }

    static TableEntry table(IpvsDestination... destinations) {
        return new TableEntry(IpvsService.of(WEB, "rr"), List.of(destinations));
    }
}
