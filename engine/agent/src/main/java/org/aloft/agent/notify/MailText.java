package org.aloft.agent.notify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;

/**
 * What alerts say. Subjects and first lines are keepalived's, so that existing filters keep working; the reason follows
 * below.
 */
final class MailText {
    private MailText() {}

    static Mail instance(String router, AgentEvent.InstanceChanged changed) {
        String state = changed.to().keepalivedWord();
        boolean owns = changed.to() == InstanceState.ACTIVE;
        return mail(
                router,
                changed.at(),
                "VRRP Instance " + changed.instance() + " - Entering " + state + " state",
                "=> VRRP Instance is " + (owns ? "now" : "no longer") + " owning VRRP VIPs <=",
                changed.reason());
    }

    static Mail group(String router, AgentEvent.GroupChanged changed) {
        String state = changed.to().keepalivedWord();
        return mail(
                router,
                changed.at(),
                "VRRP Group " + changed.group() + " - Entering " + state + " state",
                "=> All VRRP group instances are now in " + state + " state <=",
                changed.reason());
    }

    static Mail clash(String router, AgentEvent.HoldersClashed clash) {
        String how =
                switch (clash.heard()) {
                    case ADVERT ->
                        "its adverts, of priority " + clash.otherPriority()
                                + ", are heard here; look whether the two routers hear each other, and at virtual_router_id and"
                                + " authentication";
                    case ARP ->
                        "its ARP or its neighbour advertisements are heard here, but no advert that wins; where no advert"
                                + " comes in at all (aloftd explain says how many), look for a filter of this host's own first;"
                                + " else find the host with this MAC, and take the VIP from it or let it hear this router";
                };
        return mail(
                router,
                clash.at(),
                "VRRP Instance " + clash.instance() + " - Two holders of the VIPs",
                "=> " + clash.other() + " holds the VRRP VIPs, too <=",
                how);
    }

    static Mail settled(String router, AgentEvent.HoldersSettled settled) {
        return mail(
                router,
                settled.at(),
                "VRRP Instance " + settled.instance() + " - One holder of the VIPs again",
                "=> " + settled.winner().getHostAddress() + " alone holds the VRRP VIPs <=",
                "there were two for " + settled.duration().toMillis() + " ms");
    }

    static Mail server(String router, AgentEvent.RealServerChanged changed) {
        return mail(
                router,
                changed.at(),
                "Realserver " + changed.server() + " of virtual server " + changed.service() + " - "
                        + upOrDown(changed.up()),
                changed.up() ? "=> CHECK succeed on service <=" : "=> CHECK failed on service <=",
                changed.reason());
    }

    static Mail quorum(String router, AgentEvent.QuorumChanged changed) {
        return mail(
                router,
                changed.at(),
                "Virtualserver " + changed.service() + " - " + upOrDown(changed.up()),
                changed.up() ? "=> Quorum gained <=" : "=> Quorum lost <=",
                changed.reason());
    }

    /**
     * What stands for mails that were too many.
     *
     * @param count how many
     * @param first the first of them
     * @param last the last of them
     */
    static Mail suppressed(String router, long count, Mail first, Mail last) {
        return mail(
                router,
                last.at(),
                count + " alerts were held back",
                "=> More alerts than smtp_alerts_per_minute allows <=",
                "the first: " + first.subject() + " at " + first.at().truncatedTo(ChronoUnit.SECONDS) + "\nthe last: "
                        + last.subject() + " at " + last.at().truncatedTo(ChronoUnit.SECONDS)
                        + "\nThe log of aloftd has all of them.");
    }

    static String upOrDown(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static Mail mail(String router, Instant at, String subject, String first, String reason) {
        return new Mail(
                at,
                "[" + router + "] " + subject,
                first + "\n\n" + reason + "\n" + at.truncatedTo(ChronoUnit.MILLIS) + "\n");
    }
}
