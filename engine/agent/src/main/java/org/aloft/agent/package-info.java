/** The daemon aloftd. Start at {@link org.aloft.agent.Aloftd}. */
package org.aloft.agent;
