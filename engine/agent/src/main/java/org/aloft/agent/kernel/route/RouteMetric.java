package org.aloft.agent.kernel.route;

/**
 * What a route says about the paths that use it ({@code linux/rtnetlink.h}, {@code RTAX_*}; {@code man 8 ip-route}).
 */
public enum RouteMetric {
    /** Bytes. */
    MTU(2),
    /** The most that is offered as TCP window, in bytes. */
    WINDOW(3),
    /** First estimate of the round-trip time, in eighths of a millisecond. */
    ROUND_TRIP(4),
    /** Its variance, in quarters of a millisecond. */
    ROUND_TRIP_VARIANCE(5),
    /** Slow-start threshold in segments. */
    SLOW_START_THRESHOLD(6),
    /** Upper bound of the congestion window in segments. */
    CONGESTION_WINDOW(7),
    /** The maximum segment size that is advertised, in bytes. */
    ADVERTISED_SEGMENT(8),
    /** How many reordered packets are borne before one counts as lost. */
    REORDERING(9),
    /** The time to live of packets. */
    HOP_LIMIT(10),
    /** The congestion window to begin with, in segments. */
    INITIAL_WINDOW(11),
    /** Bits; 1 is ECN. */
    FEATURES(12),
    /** Least retransmission time-out in milliseconds. */
    LEAST_RETRANSMISSION(13),
    /** The receive window to begin with, in segments. */
    INITIAL_RECEIVE_WINDOW(14),
    /** 1: acknowledge at once. */
    QUICK_ACKNOWLEDGEMENT(15),
    /** 1: TCP fast open without a cookie. */
    FAST_OPEN_WITHOUT_COOKIE(17);

    static final int LOCK = 1;
    static final int CONGESTION_CONTROL = 16;

    private final int type;

    RouteMetric(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
