/**
 * {@code aloftd --config-test}: what is wrong with a configuration on this machine. {@link
 * org.aloft.agent.configtest.MachineProbe} gathers facts, {@link org.aloft.agent.configtest.MachineRules} judges them
 * without looking at anything else.
 */
package org.aloft.agent.configtest;
