/**
 * What changes an instance's priority, or keeps it from taking part, from outside of VRRP: interfaces, scripts,
 * processes, files and BFD sessions. {@link org.aloft.agent.track.Tracking} is where it begins; what is decided is
 * pure, and all that watches is on one thread.
 */
package org.aloft.agent.track;
