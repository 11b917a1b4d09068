/**
 * {@code aloftd simulate}: what a set of files will do, before any host is touched.
 *
 * <p>Takes one keepalived.conf per router. Gives who becomes active when in each scenario, for how long nobody and for
 * how long two hold a VIP, and which lines are the reason. {@link org.aloft.agent.simulate.Simulation} is a virtual
 * clock and a virtual network under the real state machine, the real sync groups and the real table of trackers; tests
 * of the state machine use the same one. No socket, no thread of its own but those of the common pool, no clock but the
 * virtual one: the same seed gives the same answer.
 *
 * <p>May depend on: {@code config} and its {@code text} and {@code language}, {@code vrrp.machine}, {@code vrrp.wire}
 * (which adverts a router drops, by the codec itself), the pure parts of {@code vrrp.router}, {@code track} and {@code
 * bfd} (the sessions of fast detection), and {@code kernel} for deadlines and the full hop limit. Only the words of the
 * command line see it.
 */
package org.aloft.agent.simulate;
