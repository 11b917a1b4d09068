/** From what is wanted and what is there to what is to be done: steps, waves, and the impact on the service. */
package org.aloft.plan;
