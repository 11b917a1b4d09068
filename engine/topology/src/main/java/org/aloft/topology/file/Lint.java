package org.aloft.topology.file;

import java.util.Locale;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Severity;

/**
 * What is wrong between blocks and hosts where each value by itself is sound. An error stops a plan; a warning is told
 * and stops nothing. The module's README has the same table.
 */
enum Lint {
    DUPLICATE_PRIORITY(Severity.ERROR, "two members of an instance have the same priority"),
    ONE_MEMBER(Severity.WARNING, "an instance has nobody to fail over to"),
    OWNER_PREEMPTS(Severity.WARNING, "`preempt: false` beside priority 255, which always takes the VIPs back"),
    IDLE_PREEMPT_DELAY(Severity.WARNING, "`preempt_delay` beside `preempt: false`, where nobody takes the VIPs back"),
    NO_ADVERT_ADDRESS(Severity.ERROR, "`unicast: true`, and a member has no address that the others can send to"),
    SAME_ADVERT_ADDRESS(Severity.ERROR, "adverts of two members come from one address"),
    LINK_LOCAL_FIRST(Severity.WARNING, "the first VIP of an instance of IPv6 is not link-local"),
    WEIGHT_IN_SYNC_GROUP(Severity.WARNING, "an instance of a sync group tracks something with a weight"),
    TRACKED_TWICE(
            Severity.WARNING, "an interface is tracked twice, or a sync group tracks the own one of an instance of it"),
    IDLE_WEIGHT(Severity.WARNING, "weights of what is tracked can never change who is active"),
    SYNC_GROUP_OF_ONE(Severity.WARNING, "a sync group has fewer than two instances"),
    SYNC_GROUP_MEMBERS(Severity.ERROR, "instances of a sync group have different members"),
    SYNC_GROUP_PREFERS_TWO(Severity.WARNING, "instances of a sync group prefer different members"),
    TWO_SYNC_GROUPS(Severity.ERROR, "an instance is in two sync groups"),
    NOBODY_TO_MAIL(Severity.ERROR, "`mail: true`, and there is no block `mail`"),
    AGENT_CANNOT(Severity.ERROR, "`agent: keepalived`, and something that only aloftd can do"),
    SECOND_SYNC_DAEMON(Severity.ERROR, "two instances say `sync_connections: true`"),
    STRICT_UNICAST(Severity.ERROR, "`strict: true` beside `unicast`"),
    STRICT_WITHOUT_ACCEPT(Severity.WARNING, "`strict: true`, and an instance does not say whether its VIPs answer"),
    ADDRESS_FAMILY(Severity.ERROR, "IPv4 and IPv6 stand where only one of them can"),
    VRID_CLASH(Severity.ERROR, "two instances on one interface have the same virtual_router_id"),
    VRID_REUSED(Severity.WARNING, "two instances with the same virtual_router_id have VIPs of one network"),
    DUPLICATE_VIP(Severity.ERROR, "a VIP stands in two places"),
    VIP_IS_HOST(Severity.ERROR, "a VIP is a host's own address"),
    VIP_OUTSIDE_NETWORK(Severity.WARNING, "a VIP's network has none of its members in it"),
    DUPLICATE_SERVICE(Severity.ERROR, "two services have the same VIP, port and protocol, or the same firewall mark"),
    SAME_SERVICE_NAME(Severity.ERROR, "a service that follows from several ports or VIPs has the name of another one"),
    VIP_NOT_HELD(Severity.ERROR, "a service's VIP is in no instance, and there are no `directors`"),
    ANNOUNCE_WITHOUT_DIRECTORS(Severity.ERROR, "`announce`, and there are no `directors`"),
    NOTHING_TO_ANNOUNCE(Severity.WARNING, "`announce`, and instances hold the VIPs of all services"),
    NEIGHBOR_IS_DIRECTOR(Severity.ERROR, "a neighbor of `announce` has a director's own address"),
    NO_NEIGHBOR_OF_FAMILY(Severity.ERROR, "an announced VIP has no neighbor of its address family"),
    NO_ROUTER_ID(Severity.ERROR, "a director that announces has no IPv4 address, and none is said for it"),
    TWO_BFD(Severity.ERROR, "`announce` with `bfd`, and `detect` in an instance of the same host"),
    NOT_ANNOUNCED_SO(
            Severity.ERROR,
            "the VIP of a service with `forward: proxy`, or of several directors with `nat`, is announced"),
    QUORUM_COMMAND_TAKEN(Severity.ERROR, "a service whose VIP is announced has commands of its own for its quorum"),
    DIRECTORS_DISAGREE(Severity.WARNING, "several directors balance at once, and the scheduler is neither mh nor sh"),
    NO_CHECK(Severity.WARNING, "a service has no check"),
    CHECK_BY_TCP(Severity.WARNING, "a UDP service is checked by TCP"),
    CHECK_WITHOUT_PORT(Severity.ERROR, "a service of every port, or of a firewall mark, has a check that says no port"),
    QUORUM_TOO_HIGH(Severity.ERROR, "a quorum is more than all real servers of the service weigh"),
    SORRY_IS_REAL_SERVER(Severity.WARNING, "the sorry server is a real server of the same service"),
    NAME_NOT_ADDRESS(Severity.ERROR, "a real server has a name where directors need an address"),
    ADDRESS_OF_HOST(Severity.WARNING, "a real server is named by the address of a host that the topology manages"),
    LOOPBACK(Severity.ERROR, "a real server has a loopback address"),
    DUPLICATE_ADDRESS(Severity.ERROR, "two real servers of a service have the same address and port"),
    VIP_IS_REAL_SERVER(Severity.ERROR, "a real server's address is a VIP"),
    DIRECTOR_IS_REAL_SERVER(
            Severity.ERROR, "with `forward: dr` or `tun` a real server or a sorry server is a director"),
    PORT_MISMATCH(
            Severity.ERROR,
            "with `forward: dr` or `tun` a real server or a sorry server has another port than its service"),
    WEIGHTS_IGNORED(Severity.WARNING, "weights differ, and the scheduler does not look at them"),
    NO_WEIGHT(Severity.WARNING, "every real server of a service has weight 0"),
    PERSISTENCE_OVER_SCHEDULER(Severity.WARNING, "persistence beside a scheduler that keeps clients in place itself"),
    ONE_DESTINATION(Severity.WARNING, "the scheduler spreads by destination, and a service has one"),
    BUDGET_TOO_SHORT(Severity.WARNING, "a budget of `verify` is shorter than the protocol or the check allows"),
    WRITTEN_BY_ALOFT(Severity.ERROR, "`hosts` sets a file or a unit that Aloft itself writes or starts"),
    TWO_AGENTS(Severity.ERROR, "`hosts` starts keepalived on a director that runs aloftd"),
    SYSCTL_OF_ROLE(Severity.ERROR, "`hosts` sets a sysctl otherwise than the host's role needs");

    private final Severity severity;
    private final String meaning;

    Lint(Severity severity, String meaning) {
        this.severity = severity;
        this.meaning = meaning;
    }

    /** Stable, for machines. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Severity severity() {
        return severity;
    }

    String meaning() {
        return meaning;
    }

    /**
     * Tells it.
     *
     * @param written what is to blame
     * @param message what is wrong: the rule first, then the values
     * @param fix what to type instead
     */
    void tell(Problems problems, Located<?> written, String message, String fix) {
        switch (severity) {
            case ERROR -> problems.add(written.at(), written.key(), code(), message, fix);
            case WARNING -> problems.warn(written.at(), written.key(), code(), message, fix);
        }
    }
}
