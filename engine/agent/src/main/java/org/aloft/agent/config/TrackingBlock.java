package org.aloft.agent.config;

/**
 * What a {@code vrrp_instance} says of its own interface. The trackers beside it, with the weights that hold, stand in
 * {@link TrackingPlan}.
 *
 * @param ownInterface whether the instance is in FAULT while its interface is down; false with {@code
 *     dont_track_primary}
 */
public record TrackingBlock(boolean ownInterface) {
    /** keepalived's defaults. */
    public static final TrackingBlock DEFAULT = new TrackingBlock(true);
}
