package org.aloft.agent.simulate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.vrrp.wire.DropReason;

/** Why routers that could hold the same VIPs do not hear one another, and which lines are the reason. Pure. */
final class Deafness {
    private Deafness() {}

    /** The first router that does not hear another one, and why, to follow what came of it; empty if all hear all. */
    static String reason(Wiring wiring, Vips vips) {
        for (Vips.Place from : vips.places()) {
            for (Vips.Place to : vips.places()) {
                Optional<Hearing> hearing = wiring.between(from.member(), to.member());
                if (hearing.isPresent() && !(hearing.get() instanceof Hearing.Heard)) {
                    List<Member> members = wiring.cluster().members();
                    return "; " + members.get(to.member()).describe() + " takes no advert of "
                            + members.get(from.member()).describe() + ": " + why(hearing.get());
                }
            }
        }
        return "";
    }

    private static String why(Hearing hearing) {
        if (hearing instanceof Hearing.Dropped dropped) {
            return dropped.reason().explanation();
        }
        return hearing instanceof Hearing.OtherRouter
                ? "it has another virtual_router_id; make that the same on all members"
                : "none gets there; make unicast_peer, or mcast_dst_ip and the version of IP, agree on all members";
    }

    /** The lines that make it so, of all pairs. */
    static List<Position> lines(Wiring wiring, Vips vips) {
        Set<Position> lines = new LinkedHashSet<>();
        for (Vips.Place from : vips.places()) {
            for (Vips.Place to : vips.places()) {
                wiring.between(from.member(), to.member())
                        .ifPresent(hearing -> lines.addAll(lines(
                                hearing,
                                wiring.cluster().members().get(from.member()),
                                wiring.cluster().members().get(to.member()))));
            }
        }
        return List.copyOf(lines);
    }

    private static List<Position> lines(Hearing hearing, Member from, Member to) {
        if (hearing instanceof Hearing.Heard) {
            return List.of();
        }
        if (hearing instanceof Hearing.Unreached && from.isUnicast()) {
            return List.of(from.line("unicast_peer"));
        }
        String keyword = "mcast_dst_ip";
        if (hearing instanceof Hearing.Dropped dropped) {
            keyword = keyword(dropped.reason());
        } else if (hearing instanceof Hearing.OtherRouter) {
            keyword = "virtual_router_id";
        }
        return List.of(from.line(keyword), to.line(keyword));
    }

    private static String keyword(DropReason reason) {
        return switch (reason) {
            case VERSION, CHECKSUM, TYPE, LENGTH -> "version";
            case AUTHENTICATION_TYPE, AUTHENTICATION_DATA -> "authentication";
            case INTERVAL, INTERVAL_ZERO -> "advert_int";
            case ADDRESSES, COUNT -> "virtual_ipaddress";
            case TTL, DESTINATION, SOURCE -> "unicast_peer";
            case OWN -> "interface";
        };
    }
}
