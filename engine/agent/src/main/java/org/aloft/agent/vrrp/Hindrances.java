package org.aloft.agent.vrrp;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps an instance from taking part, by where it comes from; each for people.
 *
 * @param link its interface
 * @param tracker something that it tracks
 * @param group another member of its sync group
 */
record Hindrances(Optional<String> link, Optional<String> tracker, Optional<String> group) {
    static final Hindrances NONE = new Hindrances(Optional.empty(), Optional.empty(), Optional.empty());

    Hindrances withLink(Optional<String> reason) {
        return new Hindrances(reason, tracker, group);
    }

    Hindrances withTracker(Optional<String> reason) {
        return new Hindrances(link, reason, group);
    }

    Hindrances withGroup(Optional<String> reason) {
        return new Hindrances(link, tracker, reason);
    }

    /** Those that are the instance's own, and so bring its group down. */
    Optional<String> own() {
        return link.or(() -> tracker);
    }

    /** The one to tell people. */
    Optional<String> first() {
        return own().or(() -> group);
    }

    Stream<String> all() {
        return Stream.of(link, tracker, group).flatMap(Optional::stream);
    }
}
