package org.aloft.agent.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The lines of a {@code vrrp_instance} that say who wins.
 *
 * @param priority 1..255; 100 when not said
 * @param preempt whether a lower active router is pushed aside; the opposite of nopreempt
 * @param preemptDelay how long to wait before doing so, 0..1000 s
 * @param downTimerAdverts {@code down_timer_adverts}: how many intervals of silence mean that the active router is
 *     gone, 1..100; 3 when not said
 * @param lowerPriorityNoAdvert {@code lower_prio_no_advert}: an active router does not answer an advert of a lower one
 * @param higherPrioritySendAdvert {@code higher_prio_send_advert}: an active router sends a last advert to a higher one
 * @param fastDetection {@code fast_detection}: members of the group watch one another by BFD; empty when not said
 */
public record ElectionBlock(
        int priority,
        boolean preempt,
        Duration preemptDelay,
        int downTimerAdverts,
        boolean lowerPriorityNoAdvert,
        boolean higherPrioritySendAdvert,
        Optional<FastDetection> fastDetection) {
    /** keepalived's default of {@code down_timer_adverts}, which is the RFCs' number. */
    public static final int DOWN_TIMER_ADVERTS = 3;

    /** With keepalived's defaults for what is not given. */
    public ElectionBlock(int priority, boolean preempt, Duration preemptDelay) {
        this(priority, preempt, preemptDelay, DOWN_TIMER_ADVERTS, false, false, Optional.empty());
    }
}
