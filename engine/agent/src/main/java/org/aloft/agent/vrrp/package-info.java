/**
 * VRRP (RFC 3768 with the authentication of RFC 2338; RFC 9568): {@link org.aloft.agent.vrrp.VrrpStateMachine} decides and does
 * no I/O, {@link org.aloft.agent.vrrp.AdvertEncoder} and {@link org.aloft.agent.vrrp.AdvertDecoder} know the packets, and
 * {@link org.aloft.agent.vrrp.VrrpRunner} drives every instance from one thread with real sockets and addresses.
 */
package org.aloft.agent.vrrp;
