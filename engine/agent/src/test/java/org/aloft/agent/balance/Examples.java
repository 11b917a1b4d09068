package org.aloft.agent.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/** The service that the tests of this package balance: 192.0.2.10:80 with real servers 192.0.2.21, .22 … */
final class Examples {
    static final IpvsServiceKey WEB = service("192.0.2.10", 80);
    static final VirtualServiceKey WEB_KEY = new VirtualServiceKey.Single(WEB);
    static final LvsMethod DIRECT = LvsMethod.of(Forwarding.DIRECT_ROUTE);
    static final SorryServer SORRY = new SorryServer(ip("192.0.2.99"), 80, DIRECT, false);

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
        return web(Quorum.DEFAULT, Optional.empty(), servers);
    }

    static VirtualService web(Quorum quorum, Optional<SorryServer> sorry, RealServer... servers) {
        return web(quorum, sorry, VirtualService.Options.NONE, servers);
    }

    static VirtualService web(
            Quorum quorum, Optional<SorryServer> sorry, VirtualService.Options options, RealServer... servers) {
        return new VirtualService(
                WEB_KEY, List.of(IpvsService.of(WEB, "rr")), quorum, sorry, List.of(servers), options);
    }

    static BalancingPlan plan(VirtualService... services) {
        return new BalancingPlan(List.of(services), LvsSettings.DEFAULT);
    }

    /** 192.0.2.NUMBER:80 with a check. */
    static RealServer server(int number, int weight) {
        CheckSettings check = CheckSettings.of(new InetSocketAddress(ip("192.0.2." + number), 80));
        return server(number, weight, false, List.of(check));
    }

    static RealServer server(int number, int weight, boolean inhibit, List<CheckSettings> checks) {
        return new RealServer(ip("192.0.2." + number), 80, DIRECT, weight, inhibit, 0, 0, checks);
    }

    static RealServer inhibited(int number, int weight) {
        return server(number, weight, true, server(number, weight).checks());
    }

    static RealServerKey key(int number) {
        return server(number, 1).key(WEB_KEY);
    }

    static Map.Entry<RealServerKey, Standing> up(int number, int weight) {
        return Map.entry(key(number), new Standing(true, weight, false));
    }

    static Map.Entry<RealServerKey, Standing> down(int number, int weight) {
        return Map.entry(key(number), new Standing(false, weight, false));
    }

    static IpvsDestination entry(int number, int weight) {
        return IpvsDestination.of(ip("192.0.2." + number), 80, Forwarding.DIRECT_ROUTE, weight);
    }

    static TableEntry table(IpvsDestination... destinations) {
        return new TableEntry(IpvsService.of(WEB, "rr"), List.of(destinations));
    }
}
