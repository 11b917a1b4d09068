package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.router.Standing;

/** Reports what happened to one name.get(), in the log and as events. For the VRRP thread alone. */
final class RouterNews {
    private static final Logger LOG = Log.of(RouterNews.class);

    private final Supplier<String> name;
    private final InstantSource calendar;
    private final EventSink events;
    private Occasion occasion = Occasion.OPERATION;

    RouterNews(Supplier<String> name, InstantSource calendar, EventSink events) {
        this.name = name;
        this.calendar = calendar;
        this.events = events;
    }

    private Instant now() {
        return calendar.instant();
    }

    /** What the changes that follow belong to. */
    void because(Occasion because) {
        occasion = because;
    }

    void tellPriority(InstanceState state, int from, int to, String reason) {
        LOG.log(Level.INFO, "{0}: priority {1} → {2}: {3}", name.get(), from, to, reason);
        events.happened(new AgentEvent.PriorityChanged(now(), name.get(), state, from, to, reason));
    }

    /** The log knows of a handover; to all others that router is active until it is over. */
    void tellTransition(InstanceState from, State after, int priority) {
        InstanceState to = Standing.kind(after);
        String word = after instanceof State.HandingOver ? "handing over" : to.name();
        LOG.log(Level.INFO, "{0}: {1}: {2}", name.get(), word, after.reason());
        if (from != to) {
            events.happened(
                    new AgentEvent.InstanceChanged(now(), name.get(), from, to, priority, after.reason(), occasion));
        }
    }

    void tellRestored(String vip) {
        LOG.log(Level.WARNING, "{0}: {1} was removed by somebody; put it back", name.get(), vip);
        events.happened(new AgentEvent.VipRestored(now(), name.get(), vip));
    }

    void tellLowerPriority(Action.ReportLowerPriority heard, int own) {
        Advert advert = heard.advert();
        events.happened(new AgentEvent.LowerPriorityHeard(
                now(), name.get(), advert.source(), advert.priority(), own, heard.untold()));
    }

    void tellTwoOwners(Advert advert) {
        LOG.log(
                Level.WARNING,
                "{0}: {1} owns the addresses, too (priority 255), and only one router can; this one makes way and"
                        + " counts its own priority as 254 from now on; give one of the two a lower priority",
                name.get(),
                advert.source().getHostAddress());
    }

    void tellClash(State.Clash clash) {
        String way =
                switch (clash.heard()) {
                    case ADVERT ->
                        "it is active with priority " + clash.priority()
                                + "; look at the network between the two routers";
                    case ARP ->
                        "it says so by ARP or neighbour advertisements; where no advert comes in (see aloftd explain),"
                                + " look for a filter of this host's own first, else find the host with this MAC and take the"
                                + " VIP from it";
                };
        LOG.log(Level.WARNING, "{0}: {1} holds VIPs as well as this router: {2}", name.get(), clash.other(), way);
        events.happened(
                new AgentEvent.HoldersClashed(now(), name.get(), clash.other(), clash.priority(), clash.heard(), 1));
    }

    void tellSettled(State.Clash clash, InetAddress winner, Duration lasted) {
        LOG.log(
                Level.INFO,
                "{0}: one router holds the VIPs again: {1}; {2} was heard {3} times meanwhile",
                name.get(),
                winner.getHostAddress(),
                clash.other(),
                clash.count());
        events.happened(new AgentEvent.HoldersSettled(now(), name.get(), winner, lasted));
    }
}
