package org.aloft.agent.vrrp.wire;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;

/**
 * Differences in the configuration of other routers of the group, as far as their adverts show. Such adverts are used
 * all the same (RFC 9568 §7.1); each kind of difference is said once, and again after they agreed meanwhile. For one
 * thread.
 */
public final class PeerDifferences {
    private enum Kind {
        ADDRESSES,
        INTERVAL,
        OWNER
    }

    private final VrrpInstanceBlock instance;
    private final Set<InetAddress> addresses;
    private final Set<Kind> said = EnumSet.noneOf(Kind.class);
    private Advert last;

    /**
     * Of one instance.
     *
     * @param instance what adverts are compared with
     */
    public PeerDifferences(VrrpInstanceBlock instance) {
        this.instance = instance;
        this.addresses = Set.copyOf(AdvertEncoder.advertised(instance));
    }

    /**
     * What this advert shows that was not said yet, as sentences for the log; an advert that was the last one as well
     * is not read.
     */
    public List<String> news(Advert advert) {
        if (advert.equals(last)) {
            return List.of();
        }
        boolean sameRouter = last != null && last.source().equals(advert.source());
        last = advert;
        List<String> news = new ArrayList<>();
        String peer = advert.source().getHostAddress();
        if (!(sameRouter && instance.wire().skipCheckAdvertAddresses())) {
            boolean differ = !addresses.equals(new HashSet<>(advert.addresses()));
            note(
                    Kind.ADDRESSES,
                    differ,
                    peer + " claims other VIPs than this router; make virtual_ipaddress the same" + " on all members",
                    news);
        }
        long own = instance.wire().advertInterval().toNanos();
        note(
                Kind.INTERVAL,
                advert.intervalNanos() != own,
                peer + " sends an advert every "
                        + VrrpStateMachine.seconds(advert.intervalNanos()) + ", this router every "
                        + VrrpStateMachine.seconds(own)
                        + "; make advert_int the same on all members",
                news);
        boolean owners =
                advert.priority() == Advert.OWNER && instance.election().priority() == Advert.OWNER;
        note(
                Kind.OWNER,
                owners,
                peer + " claims to own the addresses (priority 255), and so does this router; give all"
                        + " but one a lower priority",
                news);
        return news;
    }

    private void note(Kind kind, boolean differ, String sentence, List<String> news) {
        if (!differ) {
            said.remove(kind);
        } else if (said.add(kind)) {
            news.add(sentence);
        }
    }
}
