package org.aloft.plan.resource;

import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/** A kind of resource: its name, and how a host is given back what stood there before Aloft. */
public interface Kind {
    /**
     * One word, lower case. The shell functions of the kind stand in a file of this name; among them {@code ask_NAME},
     * which prints what {@link Resource#compare} reads.
     */
    String name();

    /**
     * What is to be done to a resource of this kind that Aloft put there and the topology no longer asks for.
     *
     * @param entry its line in the manifest
     * @param now what the probe found
     */
    Finding giveBack(Entry entry, Situation now);

    /** The id of a resource of this kind. */
    default ResourceId id(String name) {
        return new ResourceId(name(), name);
    }
}
