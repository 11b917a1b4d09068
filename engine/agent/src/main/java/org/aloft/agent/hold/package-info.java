/**
 * What this daemon puts on its host and takes away again: VIPs, routes, rules, interfaces with a virtual MAC. {@link
 * org.aloft.agent.hold.HostHoldings} does it, {@link org.aloft.agent.hold.HoldingJournal} remembers it over a crash,
 * and {@link org.aloft.agent.hold.HoldingDifference} decides what a reload touches.
 */
package org.aloft.agent.hold;
