package org.aloft.agent.kernel.socket;

import java.net.InetAddress;

/**
 * A router of a group that this host has no part in, as its adverts tell.
 *
 * @param virtualRouterId 0..255, as it stands there
 * @param address where they come from
 */
public record OtherRouter(int virtualRouterId, InetAddress address) {}
