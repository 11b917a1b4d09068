package org.aloft.agent.notify;

import java.util.function.Consumer;

/** Makes one attempt to deliver. */
@FunctionalInterface
interface Courier {
    /** Begins to deliver, does not wait, and tells exactly once how that ended, on any thread. */
    void deliver(Delivery delivery, Consumer<Outcome> ended);
}
