package org.aloft.verify.drill;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.Observer;

/**
 * One of the directors that announce a service's VIP to the routers.
 *
 * @param service whose VIP is probed
 * @param active the director that is made to fail
 * @param others those that announce beside it; at least one
 */
record AnnouncingDirector(VirtualService service, String active, List<String> others) implements DirectorDrill {
    /** Keeps a copy. */
    AnnouncingDirector {
        others = List.copyOf(others);
    }

    @Override
    public String crashTitle() {
        return "crash of " + active + ", which announces " + IpPrefix.inShort(service.vip());
    }

    @Override
    public String handoverTitle() {
        return "graceful leave of " + active + ", which announces " + IpPrefix.inShort(service.vip());
    }

    @Override
    public String crashGap() {
        return "failover to the others";
    }

    @Override
    public String handoverGap() {
        return "handover to the others";
    }

    @Override
    public String returnGap() {
        return "return of " + active;
    }

    @Override
    public String takenOverBy(DrillContext context) throws InterruptedException {
        ClusterSeen seen = new Observer(context.topology(), context.fleet()).look(Set.copyOf(others));
        List<String> announcing = others.stream()
                .filter(other -> seen.host(other)
                        .bgp()
                        .filter(bgp -> bgp.offers(service.vip()))
                        .isPresent())
                .toList();
        return announcing.isEmpty()
                ? "no other director announced " + IpPrefix.inShort(service.vip())
                : String.join(", ", announcing) + " announced it meanwhile";
    }

    /** That it announces again is part of a healthy cluster. */
    @Override
    public DrillContext.WantedState asBefore() {
        return DrillContext.WantedState.nothingMore();
    }

    @Override
    public Duration within(Duration limit) {
        return limit;
    }
}
