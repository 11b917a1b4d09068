/**
 * Bidirectional Forwarding Detection: whether a neighbour one hop away still answers, known within milliseconds (RFC
 * 5880 in asynchronous mode, RFC 5881). {@link org.aloft.agent.bfd.BfdSession} decides and does no I/O; {@link
 * org.aloft.agent.bfd.BfdSessions} drives all sessions from one thread. Neither echo, nor demand mode of its own, nor
 * authentication.
 *
 * <p>Sessions are of two kinds: one for each {@code bfd_instance}, and one for each host with which VRRP instances with
 * {@code fast_detection} share a group ({@link org.aloft.agent.bfd.GroupPeers}); the latter know one another by the
 * {@link org.aloft.agent.bfd.Hello} behind each packet.
 */
package org.aloft.agent.bfd;
