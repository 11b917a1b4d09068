package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.kernel.Deadline;

/**
 * The lower routers that an active one has heard lately, and what it did about them: an advert asks for another advert,
 * for announcements of all VIPs and for news to people, so that whoever sends many would have this router send many
 * more. Answers are a tenth of an interval apart: one advert answers all. Announcements and news have a while each in
 * which a router gets them once, and at most {@link #MOST} routers do; one that is heard for the first time gets them
 * at once. Immutable.
 *
 * @param answerAt when the last answer went out, or, if that is yet to come, when the next one does; {@link
 *     Deadline#NEVER} when there was none
 * @param announced routers because of which the VIPs were announced
 * @param told routers that people were told of
 * @param untold adverts since the last one that people were told of
 */
public record LowerRouters(long answerAt, Lately announced, Lately told, long untold) {
    /** None was heard. */
    static final LowerRouters NONE = new LowerRouters(Deadline.NEVER, Lately.NOBODY, Lately.NOBODY, 0);

    /** Within a while; more are a flood with made up addresses. */
    static final int MOST = 4;

    /** In one interval. The lower router may hold the VIPs, too, until it has heard the answer, so it must come soon. */
    private static final int MOST_ANSWERS = 10;

    /** How long people hear no more of the same router. */
    private static final long NEWS = 10_000_000_000L;

    /** As often as keepalived's default interval between adverts. */
    private static final long LEAST_BETWEEN_ANNOUNCEMENTS = 1_000_000_000L;

    /**
     * Routers within a while.
     *
     * @param until when the while ends; means nothing when there are none
     * @param routers in it
     */
    public record Lately(long until, List<InetAddress> routers) {
        private static final Lately NOBODY = new Lately(0, List.of());

        /** Takes a copy of the list. */
        public Lately {
            routers = List.copyOf(routers);
        }

        /** With this one, too; empty if that is too much. */
        private Optional<Lately> with(InetAddress router, long length, long now) {
            if (routers.isEmpty() || Deadline.isDue(until, now)) {
                return Optional.of(new Lately(now + length, List.of(router)));
            }
            return routers.contains(router) || routers.size() == MOST
                    ? Optional.empty()
                    : Optional.of(new Lately(
                            until,
                            Stream.concat(routers.stream(), Stream.of(router)).toList()));
        }
    }

    /** With one more to answer: now, or a tenth of an interval after the last answer. */
    LowerRouters answering(RouterSettings settings, long now) {
        if (answerAt == Deadline.NEVER) {
            return answeringAt(now);
        }
        if (answerAt - now > 0) {
            return this; // the answer that is to come is for this one, too
        }
        long next = answerAt + settings.intervalNanos() / MOST_ANSWERS;
        return answeringAt(Deadline.isDue(next, now) ? now : next);
    }

    private LowerRouters answeringAt(long moment) {
        return new LowerRouters(moment, announced, told, untold);
    }

    /**
     * With the VIPs announced because of this one; empty if they were lately. Then they have to be once more when that
     * while ends, since this one may have announced them as its own meanwhile.
     */
    Optional<LowerRouters> announcing(InetAddress router, RouterSettings settings, long now) {
        long length = Math.max(settings.intervalNanos(), LEAST_BETWEEN_ANNOUNCEMENTS);
        return announced.with(router, length, now).map(next -> new LowerRouters(answerAt, next, told, untold));
    }

    /** With people told of this one; empty if they were within ten seconds. */
    Optional<LowerRouters> telling(InetAddress router, long now) {
        return told.with(router, NEWS, now).map(next -> new LowerRouters(answerAt, announced, next, 0));
    }

    /** With one more advert that people are not told of. */
    LowerRouters untoldOnceMore() {
        return new LowerRouters(answerAt, announced, told, untold + 1);
    }
}
