package org.aloft.agent.kernel.socket;

import java.net.InetAddress;

/**
 * A router of a group without an instance here, as its adverts show.
 *
 * @param virtualRouterId 0..255, as it stands there
 * @param address where they come from
 */
public record OtherRouter(int virtualRouterId, InetAddress address) {}
