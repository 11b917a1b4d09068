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
 * @param virtualRouterId 1..255
 * @param networkInterface where it speaks
 * @param priority 1..255
 * @param vips as {@code address/prefix}
 * @param activeRouter the address of the router that holds the VIPs, as far as this one knows
 * @param lastAdvertAge since the last advert of that router, sent by this one itself when active
 * @param advertJitter how far the active router's adverts lie from their beat, smoothed; its own ones when this one is active
 * @param transitions changes of state since start
 * @param becameActive how many of them led to ACTIVE
 * @param releasedActive how many led away from it
 * @param advertsSent since start
 * @param advertsReceived used ones of this group since start
 * @param advertsDropped by {@link DropReason#key()}, since start; reasons that never occurred are left out
 */
public record RouterStatus(
        String name,
        String state,
        Instant since,
        String reason,
        int virtualRouterId,
        String networkInterface,
        int priority,
        List<String> vips,
        Optional<String> activeRouter,
        Optional<Duration> lastAdvertAge,
        Duration advertJitter,
        long transitions,
        long becameActive,
        long releasedActive,
        long advertsSent,
        long advertsReceived,
        Map<String, Long> advertsDropped) {
    /** Takes a copy of the list. */
    public RouterStatus {
        vips = List.copyOf(vips);
    }
}
