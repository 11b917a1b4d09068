package org.aloft.agent.vrrp;

/** What a packet turned out to be. */
sealed interface Received {
    /** An advert of the own group. */
    record Accepted(Advert advert) implements Received {}

    /** Meant for the own group, but not to be used. */
    record Dropped(DropReason reason) implements Received {}

    /** Of another group on the same network. */
    record OtherGroup() implements Received {}
}
