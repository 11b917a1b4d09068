package org.aloft.agent.vrrp.router;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps an instance from taking part, by its source; each a human-readable reason.
 *
 * @param link its interface
 * @param tracker something that it tracks
 * @param group another member of its sync group
 */
public record Hindrances(Optional<String> link, Optional<String> tracker, Optional<String> group) {
    /** Nothing keeps it from taking part. */
    public static final Hindrances NONE = new Hindrances(Optional.empty(), Optional.empty(), Optional.empty());

    /** With another hindrance by its interface, or none. */
    public Hindrances withLink(Optional<String> reason) {
        return new Hindrances(reason, tracker, group);
    }

    /** With another hindrance by what it tracks, or none. */
    public Hindrances withTracker(Optional<String> reason) {
        return new Hindrances(link, reason, group);
    }

    /** With another hindrance by its sync group, or none. */
    public Hindrances withGroup(Optional<String> reason) {
        return new Hindrances(link, tracker, reason);
    }

    /** Those that are the instance's own, and so bring its group down. */
    public Optional<String> own() {
        return link.or(() -> tracker);
    }

    /** The one to tell people. */
    public Optional<String> first() {
        return own().or(() -> group);
    }

    Stream<String> all() {
        return Stream.of(link, tracker, group).flatMap(Optional::stream);
    }
}
