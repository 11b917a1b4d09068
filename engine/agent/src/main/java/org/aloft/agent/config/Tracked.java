package org.aloft.agent.config;

/**
 * One tracker of one instance, with the weight that holds there.
 *
 * @param kind what it is
 * @param name the interface, or the word after {@code vrrp_script}, {@code track_file} …
 * @param weight beside the name, or else the definition's
 */
public record Tracked(TrackerKind kind, String name, TrackWeight weight) {}
