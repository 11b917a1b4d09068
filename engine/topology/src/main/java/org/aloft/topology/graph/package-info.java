/** A topology as a picture: who holds which VIPs, and what answers behind them. */
package org.aloft.topology.graph;
