package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.ResourceId;

/**
 * One thing on a host that is wanted: what it asks the host, how it compares, and what it remembers for the day when it
 * leaves.
 *
 * <p>Order between resources is typed: {@link #requires()} names what must be in force first. Bringing up follows it,
 * taking away goes the other way round.
 */
public interface Resource {
    /** Its kind. */
    Kind kind();

    /** Its name, unique within its kind on a host. */
    String name();

    /** Why it is wanted, for a person to read. */
    String reason();

    /** The resources that must be in force before this one, and must outlast it. */
    Set<ResourceId> requires();

    /**
     * How it compares with what is there.
     *
     * @param now what the probe found
     */
    Finding compare(Situation now);

    /**
     * Its line in the manifest once it is as wanted; empty when there will be nothing to give back.
     *
     * @param now what the probe found, before anything is changed
     */
    Optional<Entry> remember(Situation now);

    /** What {@code ask_KIND} is given beside the name: a single word. */
    default String hint() {
        return "-";
    }

    /** Further resources of which the host is asked, whether they are wanted or not. */
    default Set<ResourceId> alsoAsks() {
        return Set.of();
    }

    /** What the user should know although nothing is to be done about it. */
    default List<String> warnings(Situation now) {
        return List.of();
    }

    /** What it comes to on this host, once that is known; empty where it is not wanted after all. */
    default Optional<Resource> on(Machine machine) {
        return Optional.of(this);
    }

    /** Its id. */
    default ResourceId id() {
        return kind().id(name());
    }
}
