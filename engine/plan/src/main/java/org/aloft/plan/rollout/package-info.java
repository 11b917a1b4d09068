/**
 * What is to be done on all hosts, and in which order: {@link org.aloft.plan.rollout.Planner} is where to start. Pure
 * functions of the topology and of what the probe found.
 */
package org.aloft.plan.rollout;
