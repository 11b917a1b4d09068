/**
 * Bidirectional Forwarding Detection: whether a neighbour one hop away still answers, known within milliseconds (RFC
 * 5880 in asynchronous mode, RFC 5881). {@link org.aloft.agent.bfd.BfdSession} decides and does no I/O; {@link
 * org.aloft.agent.bfd.BfdSessions} drives all sessions from one thread. Neither echo, nor demand mode of its own, nor
 * authentication.
 */
package org.aloft.agent.bfd;
