package org.aloft.plan.facts;

/** What is known of a host before anything is planned for it. */
public sealed interface HostState permits HostFacts, UnreachableHost {
    /** The host's name in the inventory. */
    String host();
}
