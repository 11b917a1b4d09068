package org.aloft.plan.host;

/** A host as it was found: its facts, or why there are none. */
public sealed interface HostState permits HostFacts, UnreachableHost {
    /** Its name in the inventory. */
    String host();
}
