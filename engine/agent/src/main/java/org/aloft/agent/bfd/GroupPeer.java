package org.aloft.agent.bfd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.kernel.Deadline;

/** Another host with which this one shares VRRP groups, and the session with it. Confined to one thread. */
public final class GroupPeer {
    /** While a session is not up (RFC 5880 §6.8.3). */
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** A peer that no instance follows and that has been silent for this long is dropped. */
    private static final long FORGET_AFTER = Duration.ofSeconds(10).toNanos();

    /** A peer that has not answered this long after the session began probably has no fast detection. */
    private static final long ANSWERS_WITHIN = Duration.ofSeconds(10).toNanos();

    private static final Hello NOTHING = new Hello(List.of());

    private final GroupMember.Link link;
    private final InetAddress address;
    private final FastDetection pace;
    private final GroupPeers.Output output;
    private final BfdSession session;
    private final Alarms alarms;
    private Hello heard = NOTHING;
    private Hello said = NOTHING;
    private long heardAt;
    private int lastHeard;
    private int lost;
    private boolean kept;
    private long answersBy;

    /**
     * A session that is down.
     *
     * @param alarms what is known of earlier sessions with this peer
     */
    GroupPeer(
            GroupMember.Link link,
            InetAddress address,
            FastDetection pace,
            Alarms alarms,
            int discriminator,
            RandomGenerator random,
            long now,
            GroupPeers.Output output) {
        this.link = link;
        this.address = address;
        this.pace = pace;
        this.alarms = alarms;
        this.output = output;
        this.heardAt = now;
        this.answersBy = now + ANSWERS_WITHIN;
        BfdInstanceBlock.Pace timing =
                new BfdInstanceBlock.Pace(pace.interval(), pace.interval(), IDLE, pace.multiplier());
        this.session = new BfdSession(timing, false, discriminator, random, now, new BfdSession.Output() {
            @Override
            public void send(BfdPacket packet) {
                output.send(GroupPeer.this, packet);
            }

            @Override
            public void changed(BfdState from, BfdState to, Diagnostic why, String reason) {
                changedTo(from, to, why, reason);
            }
        });
    }

    public GroupMember.Link link() {
        return link;
    }

    public InetAddress address() {
        return address;
    }

    FastDetection pace() {
        return pace;
    }

    Alarms alarms() {
        return alarms;
    }

    PeerStatus status() {
        return new PeerStatus(
                address.getHostAddress(), link.own().getHostAddress(), isUp(), pace.time(), alarms.count());
    }

    int discriminator() {
        return session.discriminator();
    }

    boolean isUp() {
        return session.state() == BfdState.UP;
    }

    /** What it said last. */
    Hello heard() {
        return heard;
    }

    /** What it is told. */
    public Hello said() {
        return said;
    }

    void say(Hello hello) {
        said = hello;
    }

    /** Whether an instance follows it: then it is not forgotten, however long it is silent. */
    void keep(boolean wanted) {
        kept = wanted;
    }

    long deadline() {
        return Math.min(Math.min(session.deadline(), alarms.deadline()), Math.min(forgottenAt(), answersBy));
    }

    /** A packet of it for this session. */
    void received(BfdPacket packet, Hello hello, long now) {
        if (lost != 0 && packet.mine() == lost && alarms.wasFalse(now)) {
            output.distrusted(this);
        }
        lost = 0;
        answersBy = Deadline.NEVER;
        lastHeard = packet.mine();
        heardAt = now;
        heard = hello;
        session.received(packet, now);
    }

    void slept(long now) {
        session.slept(now);
    }

    void turn(long now) {
        if (alarms.turn(now)) {
            output.trustedAgain(this);
        }
        if (Deadline.isDue(answersBy, now)) {
            answersBy = Deadline.NEVER;
            output.unanswered(this);
        }
        session.turn(now);
    }

    void close(long now) {
        session.switchOff(now);
    }

    /** Only silence is a sign of death: a peer that says that it is down, or does not hear this host, is alive. */
    private void changedTo(BfdState from, BfdState to, Diagnostic why, String reason) {
        boolean was = from == BfdState.UP;
        if (was != (to == BfdState.UP)) {
            output.changed(this, to == BfdState.UP, reason);
        }
        if (was && why == Diagnostic.DETECTION_TIME_EXPIRED) {
            lost = lastHeard;
            if (alarms.count()) {
                output.lost(new PeerLost(link, address, firstIn(), session.detectionTime()));
            }
        }
    }

    private Set<Integer> firstIn() {
        return heard.entries().stream()
                .filter(entry -> entry.active() && entry.first())
                .map(Hello.Entry::virtualRouterId)
                .collect(Collectors.toSet());
    }

    /** When it is to be forgotten, unless something is heard of it. */
    long forgottenAt() {
        return kept || isUp() ? Deadline.NEVER : heardAt + FORGET_AFTER;
    }
}
