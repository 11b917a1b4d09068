/**
 * VRRP at work: {@link org.aloft.agent.vrrp.VrrpRunner} drives every instance from one thread, with real sockets and
 * addresses. What to do is decided in {@link org.aloft.agent.vrrp.machine}, packets are written and read in {@link
 * org.aloft.agent.vrrp.wire}, and {@link org.aloft.agent.vrrp.router} is what others are told of an instance.
 */
package org.aloft.agent.vrrp;
