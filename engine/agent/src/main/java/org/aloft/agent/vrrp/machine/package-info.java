/**
 * The VRRP state machine (RFC 3768, RFC 9568): {@link org.aloft.agent.vrrp.machine.VrrpStateMachine} takes a state, an
 * event and the time, and gives a state and actions. No I/O, no clock of its own, no threads; the simulator of the
 * tests runs this very code.
 */
package org.aloft.agent.vrrp.machine;
