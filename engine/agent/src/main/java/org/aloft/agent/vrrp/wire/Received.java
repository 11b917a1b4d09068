package org.aloft.agent.vrrp.wire;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;

/** The result of reading a packet. */
public sealed interface Received {
    /**
     * An advert of the own group.
     *
     * @param event ready for the state machine
     * @param checksum how its sender sums
     */
    record Accepted(Event.AdvertReceived event, Checksum checksum) implements Received {
        Accepted(Advert advert, Checksum checksum) {
            this(new Event.AdvertReceived(advert), checksum);
        }

        /** What it says. */
        public Advert advert() {
            return event.advert();
        }
    }

    /** Meant for the own group, but not to be used. */
    record Dropped(DropReason reason) implements Received {
        private static final Map<DropReason, Dropped> EACH =
                Stream.of(DropReason.values()).collect(Collectors.toMap(Function.identity(), Dropped::new));

        /** Always the same object for a reason, so that a flood of bad packets makes no garbage. */
        static Dropped of(DropReason reason) {
            return EACH.get(reason);
        }
    }

    /** Of another group on the same network. */
    record OtherGroup() implements Received {}
}
