package org.aloft.agent.vrrp.router;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.vrrp.wire.DropReason;

/**
 * One instance at one moment, for people and programs.
 *
 * @param name of the instance
 * @param state {@code ACTIVE}, {@code BACKUP}, {@code INITIALIZE} or {@code FAULT}
 * @param since when it came into this state
 * @param reason why it is in it
 * @param group what it is in its group of routers
 * @param active the router that holds the VIPs, as far as this one knows
 * @param changes of state since start
 * @param adverts since start
 */
public record RouterStatus(
        String name,
        String state,
        Instant since,
        String reason,
        Group group,
        ActiveRouter active,
        Changes changes,
        Adverts adverts) {
    /**
     * What an instance is in its group of routers.
     *
     * @param virtualRouterId 1..255
     * @param networkInterface where it speaks
     * @param priority 1..255
     * @param vips as {@code address/prefix}
     */
    public record Group(int virtualRouterId, String networkInterface, int priority, List<String> vips) {
        /** Takes a copy of the list. */
        public Group {
            vips = List.copyOf(vips);
        }
    }

    /**
     * The router that holds the VIPs; this one itself when it is active.
     *
     * @param address empty while none is known
     * @param lastAdvertAge since its last advert
     * @param advertJitter how far its adverts lie from their beat, smoothed
     */
    public record ActiveRouter(Optional<String> address, Optional<Duration> lastAdvertAge, Duration advertJitter) {}

    /**
     * Changes of state.
     *
     * @param all of them
     * @param becameActive how many led to ACTIVE
     * @param releasedActive how many led away from it
     */
    public record Changes(long all, long becameActive, long releasedActive) {}

    /**
     * Adverts of this group.
     *
     * @param sent by this router
     * @param received and used
     * @param dropped by {@link DropReason#key()}; reasons that never occurred are left out
     */
    public record Adverts(long sent, long received, Map<String, Long> dropped) {}
}
