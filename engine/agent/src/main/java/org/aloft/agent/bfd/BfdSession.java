package org.aloft.agent.bfd;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.kernel.Deadline;

/**
 * One session in asynchronous mode: the state machine and the timers of RFC 5880 §6.8, without any I/O. Times are
 * nanoseconds of one monotonic clock. Confined to one thread.
 *
 * <p>While it is not up it sends slowly, at {@code idle_tx}. When it comes up it sends at its own rate at once and
 * tells the other end by a poll sequence; {@code min_rx} never changes, so no other change has to wait for one.
 */
final class BfdSession {
    /**
     * Periods are shortened at random, so that sessions do not fall into step (§6.8.7): to 75..100 %, or 90 % with a
     * multiplier of 1.
     */
    private static final double SHORTEST_PERIOD = 0.75;

    private static final double LONGEST_PERIOD_WITH_MULTIPLIER_1 = 0.90;
    private static final long NANOS_PER_MICRO = 1000;

    private final BfdInstanceBlock.Pace pace;
    private final long receiveMicros;
    private final long transmitMicros;
    /** While the session is not up. */
    private final long slowMicros;

    private final boolean passive;
    private final int discriminator;
    private final RandomGenerator random;
    private final Output output;

    private BfdState state = BfdState.DOWN;
    private Diagnostic diagnostic = Diagnostic.NONE;
    private int remoteDiscriminator;
    private BfdState remoteState = BfdState.DOWN;
    private boolean remoteDemand;
    private long remoteReceive = 1;
    private long detectionTime = Deadline.NEVER;
    private boolean polling;
    private long lastSentAt;
    private double period = 1;
    private long sendAt;
    private long detectAt = Deadline.NEVER;

    /** What a session wants done. */
    interface Output {
        /** Send this to the neighbour. */
        void send(BfdPacket packet);

        /** The session is in another state; {@code why} is for programs, {@code reason} for people. */
        void changed(BfdState from, BfdState to, Diagnostic why, String reason);
    }

    /**
     * One that is down.
     *
     * @param passive whether it waits for the neighbour's first packet
     * @param discriminator the own number, not 0, and unlike that of any other session of this host
     */
    BfdSession(
            BfdInstanceBlock.Pace pace,
            boolean passive,
            int discriminator,
            RandomGenerator random,
            long now,
            Output output) {
        this.pace = pace;
        this.receiveMicros = BfdPacket.micros(pace.minimumReceive());
        this.transmitMicros = BfdPacket.micros(pace.minimumTransmit());
        this.slowMicros = Math.max(transmitMicros, BfdPacket.micros(pace.idleTransmit()));
        this.passive = passive;
        this.discriminator = discriminator;
        this.random = random;
        this.output = output;
        lastSentAt = now;
        sendAt = now;
    }

    int discriminator() {
        return discriminator;
    }

    BfdState state() {
        return state;
    }

    /**
     * After so much silence the neighbour counts as gone, in nanoseconds; {@link Deadline#NEVER} until it was heard.
     */
    long detectionTime() {
        return detectionTime;
    }

    /** When {@link #turn} is due. */
    long deadline() {
        return Math.min(mayTransmit() ? sendAt : Deadline.NEVER, detectAt);
    }

    // ---- events

    /** A packet of the neighbour that {@link BfdPacket#read} accepted (§6.8.6). */
    void received(BfdPacket packet, long now) {
        if (state == BfdState.ADMIN_DOWN) {
            return;
        }
        remoteDiscriminator = packet.mine();
        remoteState = packet.state();
        remoteDemand = packet.demand();
        remoteReceive = packet.requiredReceive();
        if (packet.last()) {
            polling = false;
        }
        detectionTime = packet.multiplier() * Math.max(receiveMicros, packet.desiredTransmit()) * NANOS_PER_MICRO;
        detectAt = now + detectionTime;
        follow(packet.state(), now);
        schedule();
        if (packet.poll()) {
            send(true, now);
        }
    }

    /** The table of §6.2, seen from this end. */
    private void follow(BfdState remote, long now) {
        switch (remote) {
            case ADMIN_DOWN -> {
                if (state != BfdState.DOWN) {
                    become(BfdState.DOWN, Diagnostic.NEIGHBOR_SIGNALED_DOWN, "it was switched off there", now);
                }
            }
            case DOWN -> {
                if (state == BfdState.DOWN) {
                    become(BfdState.INIT, diagnostic, "the neighbour was heard", now);
                } else if (state == BfdState.UP) {
                    become(BfdState.DOWN, Diagnostic.NEIGHBOR_SIGNALED_DOWN, "it does not hear us", now);
                }
            }
            case INIT -> {
                if (state != BfdState.UP) {
                    become(BfdState.UP, Diagnostic.NONE, "each hears the other", now);
                }
            }
            case UP -> {
                if (state == BfdState.INIT) {
                    become(BfdState.UP, Diagnostic.NONE, "each hears the other", now);
                }
            }
        }
    }

    private void become(BfdState next, Diagnostic why, String reason, long now) {
        BfdState before = state;
        state = next;
        diagnostic = why;
        polling = next == BfdState.UP;
        output.changed(before, next, why, reason);
        if (mayTransmit()) {
            send(false, now);
        }
    }

    /** This process stood still, and so cannot say how long the neighbour has been silent: it counts from now. */
    void slept(long now) {
        if (detectAt != Deadline.NEVER) {
            detectAt = now + detectionTime;
        }
    }

    /** Does what is due; call it only after all packets that came by {@code now} were told. */
    void turn(long now) {
        if (Deadline.isDue(detectAt, now)) {
            silent(now);
        }
        if (mayTransmit() && now - sendAt >= 0) {
            send(false, now);
        }
    }

    private void silent(long now) {
        detectAt = Deadline.NEVER;
        remoteDiscriminator = 0;
        remoteReceive = 1;
        remoteDemand = false;
        remoteState = BfdState.DOWN;
        if (state != BfdState.DOWN) {
            String reason =
                    "nothing was heard for " + Duration.ofNanos(detectionTime).toMillis() + " ms";
            become(BfdState.DOWN, Diagnostic.DETECTION_TIME_EXPIRED, reason, now);
        }
    }

    /** Tells the neighbour that this end is switched off, and does nothing more. */
    void switchOff(long now) {
        boolean known = mayTransmit();
        state = BfdState.ADMIN_DOWN;
        diagnostic = Diagnostic.ADMINISTRATIVELY_DOWN;
        polling = false;
        if (known) {
            send(false, now);
        }
        sendAt = Deadline.NEVER;
        detectAt = Deadline.NEVER;
    }

    // ---- sending

    /** §6.8.7: a passive end waits for the first packet, and nothing is sent to a neighbour that asked for none. */
    private boolean mayTransmit() {
        boolean silentPartner = passive && remoteDiscriminator == 0;
        boolean demanded = remoteDemand && state == BfdState.UP && remoteState == BfdState.UP && !polling;
        return !silentPartner && !demanded && remoteReceive != 0;
    }

    private long desiredTransmit() {
        return state == BfdState.UP ? transmitMicros : slowMicros;
    }

    private void send(boolean answer, long now) {
        output.send(new BfdPacket(
                diagnostic.code(),
                state,
                polling && !answer,
                answer,
                false,
                pace.multiplier(),
                discriminator,
                remoteDiscriminator,
                desiredTransmit(),
                receiveMicros));
        if (!answer) {
            lastSentAt = now;
            double longest = pace.multiplier() == 1 ? LONGEST_PERIOD_WITH_MULTIPLIER_1 : 1;
            period = SHORTEST_PERIOD + (longest - SHORTEST_PERIOD) * random.nextDouble();
            schedule();
        }
    }

    private void schedule() {
        long interval = Math.max(desiredTransmit(), remoteReceive) * NANOS_PER_MICRO;
        sendAt = lastSentAt + (long) (interval * period);
    }
}
