package org.aloft.plan.rollout;

import java.time.Duration;
import org.aloft.topology.model.VrrpInstance;

/** By how much a standby waits longer than three adverts, so that the one with the highest priority is first. */
final class Skew {
    private Skew() {}

    /** RFC 3768 §6.1 for version 2; RFC 9568 §6.1 for version 3, where it scales with the interval. */
    static Duration of(VrrpInstance instance, int priority) {
        Duration base = instance.version() == 2 ? Duration.ofSeconds(1) : instance.advertInterval();
        return base.multipliedBy(256 - priority).dividedBy(256);
    }
}
