/**
 * The command {@code aloftd}: {@link org.aloft.agent.Aloftd} hands its words to the package that answers them. The
 * daemon itself is {@link org.aloft.agent.run.Daemon}.
 */
package org.aloft.agent;
