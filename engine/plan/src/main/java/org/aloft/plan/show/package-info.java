/** How Aloft writes for people: colours, ticks, durations. The one place for each. */
package org.aloft.plan.show;
