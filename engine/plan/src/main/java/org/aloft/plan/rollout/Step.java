package org.aloft.plan.rollout;

import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.Effect;

/**
 * One change on one host, as data.
 *
 * @param number 1-based, in the order of execution in its batch
 * @param resource what changes
 * @param why what it is good for
 * @param change what is done
 */
public record Step(int number, ResourceId resource, String why, Change change) {
    /** What it does to a service. */
    public Effect effect() {
        return change.effect();
    }

    /** What is done, in a few words. */
    public String summary() {
        return change.summary();
    }

    Step numbered(int other) {
        return new Step(other, resource, why, change);
    }
}
