package org.aloft.agent.lvs;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import org.aloft.agent.balance.BalancerListener;
import org.aloft.agent.balance.ServerState;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.log.Log;

/** What the balancer does, as lines of the log and as events. On the balancer's thread. */
final class BalancingNews implements BalancerListener {
    private static final Logger LOG = Log.of(BalancingNews.class);

    private final EventSink events;
    private final InstantSource calendar;

    BalancingNews(EventSink events, InstantSource calendar) {
        this.events = events;
        this.calendar = calendar;
    }

    @Override
    public void serverChanged(RealServerKey server, ServerState before, ServerState now, int weight) {
        boolean up = now.up();
        LOG.log(up ? Level.INFO : Level.WARNING, "{0} is {1}: {2}", server, up ? "up" : "down", now.reason());
        if (up != before.up()) {
            events.happened(new AgentEvent.RealServerChanged(
                    calendar.instant(), name(server.service()), name(server), up, weight, now.reason()));
        }
    }

    @Override
    public void quorumChanged(VirtualService service, boolean up, String reason) {
        LOG.log(
                up ? Level.INFO : Level.WARNING,
                "{0} {1} its quorum: {2}",
                service.key(),
                up ? "has" : "has lost",
                reason);
        events.happened(new AgentEvent.QuorumChanged(calendar.instant(), name(service.key()), up, reason));
    }

    @Override
    public void applied(IpvsChange change) {
        LOG.log(Level.INFO, "IPVS: {0}", change);
    }

    @Override
    public void refused(String message) {
        LOG.log(Level.ERROR, message);
    }

    @Override
    public void recovered() {
        LOG.log(Level.INFO, "IPVS: what was refused before is done now");
    }

    /** As keepalived's FIFOs name it. */
    static ServiceName name(VirtualServiceKey key) {
        if (key instanceof VirtualServiceKey.Group group) {
            return new ServiceName("[" + group.name() + "]:0");
        }
        IpvsServiceKey service = ((VirtualServiceKey.Single) key).service();
        if (service instanceof IpvsServiceKey.FirewallMark mark) {
            return ServiceName.ofFirewallMark(mark.mark());
        }
        IpvsServiceKey.Endpoint endpoint = (IpvsServiceKey.Endpoint) service;
        return ServiceName.of(endpoint.protocol().name(), endpoint.address(), endpoint.port());
    }

    static ServiceName name(RealServerKey server) {
        return ServiceName.of(protocol(server.service()).name(), server.endpoint());
    }

    /** Of a firewall mark, which takes every protocol, keepalived says UDP. */
    private static IpvsProtocol protocol(VirtualServiceKey key) {
        if (key instanceof VirtualServiceKey.Group group) {
            return group.protocol();
        }
        return ((VirtualServiceKey.Single) key).service() instanceof IpvsServiceKey.Endpoint endpoint
                ? endpoint.protocol()
                : IpvsProtocol.UDP;
    }
}
