package org.aloft.agent.bfd;

import java.time.Duration;

/**
 * A session of fast detection, as it stands.
 *
 * @param peer the other host's address
 * @param own this host's
 * @param up whether each hears the other
 * @param detection after how much silence the peer counts as gone
 * @param counts whether that silence makes a backup take over; not for a while after too many false alarms
 */
public record PeerStatus(String peer, String own, boolean up, Duration detection, boolean counts) {}
