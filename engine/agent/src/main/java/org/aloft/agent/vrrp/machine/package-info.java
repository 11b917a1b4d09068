/**
 * The VRRP state machine (RFC 3768, RFC 9568): {@link org.aloft.agent.vrrp.machine.VrrpStateMachine} takes a state, an
 * event and the time, and gives a state and actions. No I/O, no clock of its own, no threads; package
 * {@code simulate} runs this very code on a virtual clock.
 */
package org.aloft.agent.vrrp.machine;
