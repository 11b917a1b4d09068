package org.aloft.agent.config;

/**
 * {@code weight N [reverse]}: what a tracker does to a priority.
 *
 * @param value 0: no change of the priority, a tracker that is down puts the instance into FAULT; above 0: added while
 *     it is up; below 0: subtracted while it is down. Of a file: what its number is multiplied by
 * @param reverse turns the direction around; with 0, a tracker that is <em>up</em> means FAULT
 */
public record TrackWeight(int value, boolean reverse) {
    /** Down means FAULT. */
    public static final TrackWeight FAULT = new TrackWeight(0, false);

    @Override
    public String toString() {
        return "weight " + value + (reverse ? " reverse" : "");
    }
}
